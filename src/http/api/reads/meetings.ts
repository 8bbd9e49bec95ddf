import { findMeeting, listMeetings, meetingReaders } from '../../../../db/queries/meetings/meetings';
import {
  meetingAnswer,
  meetingExample,
  meetingListedExample,
  meetingsPage,
  meetingsQuery,
} from '../../schemas/reads/pots';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

/** Reads about meetings. */
export const meetingReads = [
  readRoute({
    operationId: 'listMeetings',
    path: '/meetings',
    summary: 'Meetings of panels, the last first',
    roles: meetingReaders,
    query: meetingsQuery,
    response: meetingsPage,
    example: { items: [meetingListedExample], next: null },
    handle: ({ db, query, ...asker }) => listMeetings(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getMeeting',
    path: '/meetings/{id}',
    summary: 'One meeting: who came, interests, decisions',
    roles: meetingReaders,
    response: meetingAnswer,
    example: meetingExample,
    handle: async ({ db, params, ...asker }) => {
      const meeting = await findMeeting(db, asker, params['id'] ?? '');
      if (meeting === undefined) return undefined;
      return {
        ...meeting,
        allowed: allowedTo(asker.roles, 'meeting', {
          state: meeting.state,
          scope: { potId: meeting.pot.id, parties: {} },
        }),
      };
    },
  }),
];
