/** What answers are built from. Sums are whole pence, instants ISO 8601 in UTC, days `YYYY-MM-DD`. */
import { z } from 'zod';
import { accountOf, namedRowOf, numberOf, placeOf } from '../../../../db/queries/paging';

/** An id. */
export const id = z.uuid();

/** A sum in whole pence. */
export const sum = z.int();

/** An instant, ISO 8601 in UTC. */
export const at = z.iso.datetime();

/** A day in London. */
export const on = z.iso.date();

/** Something by its id and name. */
export const named = z.strictObject({ id, name: z.string() }).meta({
  id: 'Named',
  example: { id: '0199d3a0-5c1e-7000-8000-00000000a001', name: 'Croydon small grants' },
});

/** A person, or nobody. Who only funds is told of no person. */
export const personTold = named
  .nullable()
  .meta({ description: 'Null where there is nobody, and always for a funder.' });

/** What somebody wrote, which a funder is not told: people are named in it. */
export const wordsTold = z
  .string()
  .nullable()
  .meta({ description: 'Null where nothing was written, and always for a funder.' });

/** A page of a list: `next` is the cursor of the page after it, null on the last. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

const most = 200;
const usual = 50;
const limit = z.coerce.number().int().min(1).max(most).default(usual);
const sort = z.enum(['newest', 'oldest']);

const cursor = (isCursor: (text: string) => boolean) =>
  z.string().max(most).refine(isCursor).optional().meta({ description: 'The `next` of the page before.' });

/** The part of a query that says which page of a list ordered by instants is wanted; the newest comes first. */
export const pageByTime = {
  limit,
  sort: sort.default('newest'),
  cursor: cursor((text) => placeOf(text) !== undefined),
};

/** The same for a list in the order in which things were recorded. */
export const pageByOrder = {
  limit,
  sort: sort.default('newest'),
  cursor: cursor((text) => numberOf(text) !== undefined),
};

/** The same for a list that is ordered by name. */
export const pageByName = { limit, cursor: cursor((text) => namedRowOf(text) !== undefined) };

/** The same for a list of grants' accounts, which is ordered by their codes. */
export const pageByAccount = { limit, cursor: cursor((text) => accountOf(text) !== undefined) };
