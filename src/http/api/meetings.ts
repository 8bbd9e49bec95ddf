import {
  callOffMeetingBody,
  declareInterestBody,
  endMeetingBody,
  moveMeetingBody,
  planMeetingBody,
  recordAttendanceBody,
  ruleOnInterestBody,
} from '../schemas/meetings';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** The commands about meetings of the panel over HTTP. */
export const meetingRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'planMeeting',
    summary: 'Plan a meeting of the panel, in a room or online',
    body: planMeetingBody,
    example: {
      potId: exampleIds.pot,
      startsAt: '2026-11-05T18:00:00.000Z',
      online: false,
      place: 'CVA Resource Centre, 82 London Road, Croydon',
    },
    creates: true,
    refusals: ['POT_UNKNOWN', 'POT_CLOSED', 'MEETING_NEEDS_PLACE', 'MEETING_DAY_PASSED'],
  }),
  commandRoute({
    command: 'moveMeeting',
    summary: 'Move a meeting that was not held to another day, time or place',
    body: moveMeetingBody,
    example: {
      startsAt: '2026-11-12T18:00:00.000Z',
      online: false,
      place: 'CVA Resource Centre, 82 London Road, Croydon',
      reason: 'Two of the panel are ill.',
    },
    refusals: ['MEETING_BEGUN', 'MEETING_NEEDS_PLACE', 'MEETING_DAY_PASSED', 'MEETING_UNCHANGED'],
  }),
  commandRoute({
    command: 'callOffMeeting',
    summary: 'Call off a meeting that was not held; its applications lie before the next meeting of the pot',
    body: callOffMeetingBody,
    example: { reason: 'The building is closed because of the flood.' },
    refusals: ['MEETING_BEGUN'],
  }),
  commandRoute({
    command: 'recordAttendance',
    summary: 'Record which panel members came, and who is in the chair',
    body: recordAttendanceBody,
    example: {
      chairId: exampleIds.person,
      personIds: [exampleIds.person, exampleIds.otherPerson, exampleIds.thirdPerson],
    },
    refusals: ['NOT_ON_PANEL', 'CHAIR_ABSENT', 'ATTENDEE_COUNTED'],
  }),
  commandRoute({
    command: 'declareInterest',
    summary: 'Minute that somebody is connected to, or knows, the group behind one application',
    body: declareInterestBody,
    example: { applicationId: exampleIds.application, personId: exampleIds.person, level: 'knows' },
    refusals: [
      'APPLICATION_NOT_OF_POT',
      'PERSON_UNKNOWN',
      'INTEREST_NOT_YOURS',
      'INTEREST_NOT_LOWERED',
      'INTEREST_NOT_DECLARED',
      'RULING_AFTER_DECISION',
    ],
  }),
  commandRoute({
    command: 'ruleOnInterest',
    summary:
      'Minute what the chair ruled of somebody who knows the group: they decide, stay without deciding, or leave',
    body: ruleOnInterestBody,
    example: { applicationId: exampleIds.application, personId: exampleIds.person, ruling: 'stays' },
    refusals: [
      'APPLICATION_NOT_OF_POT',
      'RULING_NOT_YOURS',
      'RULING_ON_YOURSELF',
      'RULING_WITHOUT_INTEREST',
      'RULING_AFTER_DECISION',
      'SAME_PERSON',
      'CONNECTED_PERSON',
      'LEFT_FOR_ITEM',
    ],
  }),
  commandRoute({
    command: 'endMeeting',
    summary: 'End a meeting',
    body: endMeetingBody,
    example: { nextMeetingOn: '2026-12-17' },
    refusals: ['ATTENDANCE_MISSING', 'NEXT_MEETING_NOT_LATER'],
  }),
];
