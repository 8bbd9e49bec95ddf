import type { Page } from '../frame/page';
import { calendarPage } from './calendar';
import { itemPage } from './item';
import { meetingsPage } from './list';
import { minutePage } from './minute';
import { changePages } from './move';
import { packPage } from './pack';
import { paperPages } from './papers';
import { planMeetingPage } from './plan';
import { recordPage } from './record';
import { recordItemPage } from './record-item';

/** The pages about meetings of panels: planned, read for, recorded while they are held, and minuted. */
export const meetingPages: readonly Page[] = [
  meetingsPage,
  planMeetingPage,
  ...changePages,
  recordPage,
  recordItemPage,
  minutePage,
  itemPage,
  packPage,
  ...paperPages,
  calendarPage,
];
