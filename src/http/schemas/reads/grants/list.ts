import { z } from 'zod';
import { grantStages } from '../../../../domain/lives/grant-life';
import { at, id, named, page, pageByTime, personTold, sum } from '../common';
import { group, ids, officer, pot } from '../examples';

/** What narrows the list of grants. */
export const grantsQuery = z.strictObject({
  stage: z.enum(grantStages).optional(),
  potId: id.optional(),
  partyId: id.optional(),
  ownerId: id.optional(),
  roundId: id.optional(),
  ...pageByTime,
});

/** One line of the list of grants. */
export const grantListed = z
  .strictObject({
    id,
    reference: z.string().nullable(),
    stage: z.enum(grantStages),
    onHold: z.boolean(),
    final: z.boolean(),
    pot: named,
    party: named,
    owner: personTold,
    roundId: id.nullable(),
    askedPence: sum.nullable(),
    awardedPence: sum.nullable(),
    createdAt: at,
    submittedAt: at.nullable(),
    nextDueAt: at.nullable(),
    isWithheld: z
      .boolean()
      .describe('You are connected to its group: you see that it is there, without sums and what comes next.'),
  })
  .meta({ id: 'GrantListed' });

/** A page of grants. */
export const grantsPage = page(grantListed).meta({ id: 'GrantsPage' });

/** A grant's line in the list, as an example. */
export const grantListedExample = {
  id: ids.grant,
  reference: 'CRO-2026-0042',
  stage: 'offered',
  onHold: false,
  final: false,
  pot,
  party: group,
  owner: officer,
  roundId: null,
  askedPence: 193_500,
  awardedPence: 193_500,
  createdAt: '2026-10-12T09:30:00.000Z',
  submittedAt: '2026-10-14T16:05:00.000Z',
  nextDueAt: '2026-11-17T17:00:00.000Z',
  isWithheld: false,
} as const satisfies z.input<typeof grantListed>;
