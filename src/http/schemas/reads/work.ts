import { z } from 'zod';
import { workKinds } from '../../../../db/queries/work/kinds';
import { at, id, named, page, pageByTime } from './common';
import { group, ids, officer, pot } from './examples';

const whose = {
  owner: z
    .union([z.enum(['me', 'all']), id])
    .default('me')
    .meta({ description: 'Whose work: your own, everybody’s, or that of one person.' }),
  potId: id.optional(),
};

/** Whose work is wanted, and which page of it; the oldest promise comes first. */
export const workQuery = z.strictObject({ ...whose, limit: pageByTime.limit, cursor: pageByTime.cursor });

/** Whose work is counted. */
export const workCountQuery = z.strictObject(whose);

const item = z
  .strictObject({
    id,
    what: z.enum(workKinds),
    subject: z.strictObject({ type: z.enum(['grant', 'purchase', 'payment_run', 'meeting']), id }),
    reference: z.string().nullable().meta({ description: 'The grant’s reference, or the name of the payment run.' }),
    grantId: id.nullable(),
    party: named.nullable(),
    pot: named,
    place: z
      .string()
      .nullable()
      .meta({ description: 'Where a meeting is held; null for one online, and for what is no meeting.' }),
    owner: named.nullable(),
    dueAt: at.meta({ description: 'By when it was promised; where nothing was, since when it waits.' }),
    promised: z.boolean().meta({ description: 'Whether somebody waits for it by then.' }),
    late: z.boolean().meta({ description: 'Whether the day that it was promised for has passed.' }),
    lateDays: z.int().meta({ description: 'Days by the calendar since it was promised for; 0 where it is not late.' }),
  })
  .meta({ id: 'WorkItem' });

/** A page of what waits. */
export const workPage = page(item).meta({ id: 'WorkPage' });

/** One thing that waits, as an example. */
export const workExample = {
  id: ids.grant,
  what: 'check',
  subject: { type: 'grant', id: ids.grant },
  reference: 'CRO-2026-0042',
  grantId: ids.grant,
  party: group,
  pot,
  place: null,
  owner: officer,
  dueAt: '2026-11-19T17:00:00.000Z',
  promised: true,
  late: true,
  lateDays: 3,
} as const satisfies z.input<typeof item>;

/** How much waits. */
export const workCount = z
  .strictObject({
    waiting: z.int().meta({ description: 'At most 100: beyond that nobody needs to know.' }),
    late: z.int(),
  })
  .meta({ id: 'WorkCount' });
