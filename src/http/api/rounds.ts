import {
  beginDecidingBody,
  cancelRoundBody,
  completeRoundBody,
  extendRoundBody,
  planRoundBody,
  reassignRoundBody,
} from '../schemas/rounds';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** The commands about rounds over HTTP. */
export const roundRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'planRound',
    summary: 'Plan a round: when applications open and close, and by when they are decided',
    body: planRoundBody,
    example: {
      potId: exampleIds.pot,
      name: 'Autumn 2026',
      opensAt: '2026-09-01T08:00:00.000Z',
      closesAt: '2026-10-15T16:00:00.000Z',
      decideBy: '2026-11-05T17:00:00.000Z',
    },
    creates: true,
    refusals: [
      'POT_UNKNOWN',
      'POT_CLOSED',
      'POT_IS_ROLLING',
      'ROUND_DATES_OUT_OF_ORDER',
      'ROUND_CLOSES_IN_THE_PAST',
      'PERSON_UNKNOWN',
      'OWNER_NOT_STAFF',
      'ROUND_OVERLAPS',
    ],
  }),
  commandRoute({
    command: 'beginDeciding',
    summary: 'Begin to decide on a round that has closed',
    body: beginDecidingBody,
    example: {},
  }),
  commandRoute({
    command: 'completeRound',
    summary: 'Complete a round in which everything is decided',
    body: completeRoundBody,
    example: {},
    refusals: ['ROUND_HAS_UNDECIDED'],
  }),
  commandRoute({
    command: 'cancelRound',
    summary: 'Cancel a round',
    body: cancelRoundBody,
    example: { reason: 'The funder has moved the programme to next year.' },
  }),
  commandRoute({
    command: 'extendRound',
    summary: 'Move the closing or deciding date of a round to a later one',
    body: extendRoundBody,
    example: { which: 'closesAt', to: '2026-10-22T16:00:00.000Z', reason: 'The form was away for two days.' },
    refusals: ['NEW_DATE_NOT_LATER', 'ROUND_CLOSED_ALREADY', 'ROUND_DATES_OUT_OF_ORDER', 'ROUND_OVERLAPS'],
  }),
  commandRoute({
    command: 'reassignRound',
    summary: 'Give a round another owner',
    body: reassignRoundBody,
    example: { ownerId: exampleIds.otherPerson },
    refusals: ['PERSON_UNKNOWN', 'OWNER_NOT_STAFF'],
  }),
];
