import type { Page } from '../frame/page';
import { assessingPages } from './actions/assessing';
import { conditionPages } from './actions/conditions';
import { confirmingPages } from './actions/confirming';
import { decidingPages } from './actions/deciding';
import { endingPages } from './actions/ending';
import { onPaperPages } from './actions/on-paper';
import { reportingPages } from './actions/reporting';
import { runningPages } from './actions/running';
import { scoringPage } from './actions/scoring';
import { writingPages } from './actions/writing';
import { grantPage } from './grant/page';
import { listPages } from './list-page';

/** The staff's pages about grants: the list, one grant, and what is done to it. They read what the API reads. */
export const grantPages: readonly Page[] = [
  ...listPages,
  grantPage,
  ...assessingPages,
  scoringPage,
  ...decidingPages,
  ...confirmingPages,
  ...onPaperPages,
  ...conditionPages,
  ...runningPages,
  ...reportingPages,
  ...endingPages,
  ...writingPages,
];
