import { z } from 'zod';
import { at, id, named, page, pageByOrder, wordsTold } from './common';
import { applicant, ids } from './examples';

const plain = z.record(z.string(), z.unknown());

/** One thing that happened. `before` and `after` hold ids, dates, sums and states; `text` the words that were given with it. */
export const timelineEvent = z
  .strictObject({
    id,
    type: z.string(),
    at,
    actor: named.nullable().meta({ description: 'Null for what happened by itself, and always for a funder.' }),
    subjectType: z.string(),
    subjectId: id,
    before: plain.meta({ description: 'As it was; without ids for a funder.' }),
    after: plain.meta({ description: 'As it then was; without ids for a funder.' }),
    text: wordsTold,
    audience: z.enum(['everyone', 'staff', 'managers']),
  })
  .meta({ id: 'TimelineEvent' });
export const timelineQuery = z.strictObject(pageByOrder);
export const timelinePage = page(timelineEvent).meta({ id: 'TimelinePage' });
export const timelineEventExample = {
  id: ids.event,
  type: 'offer_accepted',
  at: '2026-11-04T11:00:00.000Z',
  actor: applicant,
  subjectType: 'grant',
  subjectId: ids.grant,
  before: { state: 'offered' },
  after: { state: 'active', acceptances: 2, needed: 2 },
  text: null,
  audience: 'everyone',
} as const satisfies z.input<typeof timelineEvent>;

/** A command, and what came of it. */
export const commandAnswer = z
  .strictObject({
    id,
    type: z.string(),
    subject: z.strictObject({ type: z.string(), id }),
    status: z.enum(['stored', 'applied', 'refused', 'failed']),
    outcome: z
      .strictObject({
        status: z.enum(['applied', 'refused', 'failed']),
        refusal: z.looseObject({ code: z.string(), detail: z.string() }).optional(),
        result: plain.optional(),
      })
      .nullable(),
    receivedAt: at,
    appliedAt: at.nullable(),
    attempts: z.int(),
  })
  .meta({ id: 'Command' });
export const commandExample = {
  id: ids.command,
  type: 'acceptOffer',
  subject: { type: 'grant', id: ids.grant },
  status: 'applied',
  outcome: { status: 'applied', result: { acceptances: 1, needed: 2 } },
  receivedAt: '2026-11-04T10:59:59.000Z',
  appliedAt: '2026-11-04T11:00:00.000Z',
  attempts: 0,
} as const satisfies z.input<typeof commandAnswer>;

const troubled = z
  .strictObject({ id, type: z.string(), subjectType: z.string(), subjectId: id, receivedAt: at, attempts: z.int() })
  .meta({ id: 'CommandInTrouble' });

/** What is stuck, and waits for somebody to look: at most a hundred of each kind, the oldest first. */
export const operationsAnswer = z
  .strictObject({
    failedCommands: z.array(troubled),
    waitingCommands: z.array(troubled),
    stuckSubjects: z.array(z.strictObject({ subjectType: z.string(), subjectId: id, stuck: z.array(z.string()) })),
    undeliveredMail: z.array(
      z.strictObject({
        id,
        template: z.string(),
        personId: id.nullable().meta({ description: 'Null for somebody without an account.' }),
        subjectType: z.string(),
        subjectId: id,
        createdAt: at,
        attempts: z.int(),
        nextAttemptAt: at,
        givenUpAt: at.nullable(),
        lastError: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Operations' });
export const operationsExample = {
  failedCommands: [],
  waitingCommands: [],
  stuckSubjects: [],
  undeliveredMail: [
    {
      id: ids.event,
      template: 'offer-made',
      personId: ids.applicant,
      subjectType: 'grant',
      subjectId: ids.grant,
      createdAt: '2026-11-03T19:20:00.000Z',
      attempts: 4,
      nextAttemptAt: '2026-11-03T19:22:30.000Z',
      givenUpAt: null,
      lastError: 'ECONNREFUSED',
    },
  ],
} as const satisfies z.input<typeof operationsAnswer>;
