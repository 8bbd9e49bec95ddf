import type { Page } from '../frame/page';
import { assessingPages } from './actions/assessing';
import { decidingPages } from './actions/deciding';
import { runningPages } from './actions/running';
import { writingPages } from './actions/writing';
import { grantPage } from './grant/page';
import { listPages } from './list-page';

/** The staff's pages about grants: the list, one grant, and what is done to it. They read what the API reads. */
export const grantPages: readonly Page[] = [
  ...listPages,
  grantPage,
  ...assessingPages,
  ...decidingPages,
  ...runningPages,
  ...writingPages,
];
