import type { Page } from '../frame/page';
import { itemPage } from './item';
import { meetingsPage } from './list';
import { minutePage } from './minute';
import { packPage } from './pack';
import { paperPages } from './papers';
import { planMeetingPage } from './plan';
import { recordPage } from './record';
import { recordItemPage } from './record-item';

/** The pages about meetings of panels: planned, read for, recorded while they are held, and minuted. */
export const meetingPages: readonly Page[] = [
  meetingsPage,
  planMeetingPage,
  recordPage,
  recordItemPage,
  minutePage,
  itemPage,
  packPage,
  ...paperPages,
];
