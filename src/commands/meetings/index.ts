import type { CommandDefinition } from '../apply/definition';
import { callOffMeeting } from './call-off-meeting';
import { declareInterest } from './declare-interest';
import { endMeeting } from './end-meeting';
import { moveMeeting } from './move-meeting';
import { planMeeting } from './plan-meeting';
import { recordAttendance } from './record-attendance';
import { ruleOnInterest } from './rule-on-interest';

/** The commands about meetings of the panel. */
export const meetingCommands: readonly CommandDefinition[] = [
  planMeeting,
  moveMeeting,
  callOffMeeting,
  recordAttendance,
  declareInterest,
  ruleOnInterest,
  endMeeting,
];
