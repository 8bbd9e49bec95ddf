import { z } from 'zod';
import type { CallOffMeetingBody } from '../../commands/meetings/call-off-meeting';
import type { DeclareInterestBody } from '../../commands/meetings/declare-interest';
import type { EndMeetingBody } from '../../commands/meetings/end-meeting';
import type { MoveMeetingBody } from '../../commands/meetings/move-meeting';
import type { PlanMeetingBody } from '../../commands/meetings/plan-meeting';
import type { RecordAttendanceBody } from '../../commands/meetings/record-attendance';
import type { RuleOnInterestBody } from '../../commands/meetings/rule-on-interest';
import { rulings } from '../../domain/decision/quorum';
import { day, id, moment, words } from './fields';

const whenAndWhere = { startsAt: moment, online: z.boolean(), place: z.string().trim().max(500).optional() };

/** Body of `planMeeting`. */
export const planMeetingBody: z.ZodType<PlanMeetingBody> = z.strictObject({
  potId: id,
  ...whenAndWhere,
});

/** Body of `moveMeeting`. */
export const moveMeetingBody: z.ZodType<MoveMeetingBody> = z.strictObject({ ...whenAndWhere, reason: words });

/** Body of `callOffMeeting`. */
export const callOffMeetingBody: z.ZodType<CallOffMeetingBody> = z.strictObject({ reason: words });

/** Body of `recordAttendance`. */
export const recordAttendanceBody: z.ZodType<RecordAttendanceBody> = z.strictObject({
  chairId: id,
  personIds: z.array(id).min(1).max(100),
});

/** Body of `declareInterest`. */
export const declareInterestBody: z.ZodType<DeclareInterestBody> = z.strictObject({
  applicationId: id,
  personId: id,
  level: z.enum(['connected', 'knows', 'none']),
});

/** Body of `ruleOnInterest`. */
export const ruleOnInterestBody: z.ZodType<RuleOnInterestBody> = z.strictObject({
  applicationId: id,
  personId: id,
  ruling: z.enum(rulings),
});

/** Body of `endMeeting`. */
export const endMeetingBody: z.ZodType<EndMeetingBody> = z.strictObject({ nextMeetingOn: day.optional() });
