import type { Figure } from '../figure';
import { approve } from './approve';
import { lives } from './lives';
import { detail, list, listGrows } from './reads';
import { overhead } from './overhead';
import { firstView, page, pageP95 } from './pages';
import { reserve } from './reserve';
import { memory, start } from './starting';
import { submit } from './submit';

/** Every figure, in the order of the table. */
export const figures: readonly Figure[] = [
  lives,
  approve,
  submit,
  reserve,
  list,
  listGrows,
  detail,
  page,
  pageP95,
  firstView,
  overhead,
  start,
  memory,
];
