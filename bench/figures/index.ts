import type { Figure } from '../figure';
import { approve } from './approve';
import { lives } from './lives';
import { overhead } from './overhead';
import { reserve } from './reserve';
import { submit } from './submit';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [lives, approve, submit, reserve, overhead];
