import { sql, type RawBuilder } from 'kysely';
import { jsonObjectFrom } from 'kysely/helpers/postgres';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import type { Deadline } from '../../../src/domain/calendar/deadlines';
import type { PurchaseState } from '../../../src/domain/lives/purchase-life';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { partiesOf, partyWithin, potsReached, potWithin, type Asker } from '../asker';
import { paymentState } from '../money/payment-state';
import { iso, now } from '../instants';
import { funderOfPot, nameOf, nameOfAny } from '../named';
import { oneMoreThan, pageByPlace, type PageWanted, placeOf } from '../paging';
import { placeInQueue } from '../grants/place-in-queue';
import { isPlaced } from './placed';

/** What narrows the list of purchases. */
export interface PurchaseFilters {
  readonly grantId?: string | undefined;
  readonly potId?: string | undefined;
  readonly providerId?: string | undefined;
  readonly state?: PurchaseState | undefined;
}

/** In SQL: staff see a pot's purchases, a budget holder those of her grant, a provider its own orders once they are placed. */
const seenBy = (asker: Asker): RawBuilder<boolean> => {
  const staff = potsReached(asker, staffRoles);
  if (staff.all) return sql<boolean>`true`;
  return sql<boolean>`(${potWithin('p.pot_id', staff)} or ${partyWithin('a.party_id', partiesOf(asker, ['budget_holder', 'applicant']))}
    or (${isPlaced('p')} and ${partyWithin('p.provider_id', partiesOf(asker, ['provider']))}))`;
};

const purchases = (db: Database, asker: Asker) =>
  db
    .selectFrom('purchase as p')
    // By a limit of its own, so that it is looked up for each line of the page: joined, a kept plan would read all grants.
    .innerJoinLateral(
      (p) =>
        p
          .selectFrom('application')
          .select(['tenant_id', 'reference', 'party_id', 'held_since'])
          .whereRef('application.tenant_id', '=', 'p.tenant_id')
          .whereRef('application.id', '=', 'p.grant_id')
          .limit(sql.lit(1))
          .as('a'),
      (join) => join.onTrue(),
    )
    .select([
      'p.id',
      'p.grant_id as grantId',
      'a.reference as grantReference',
      sql<PurchaseState>`p.state`.as('state'),
      'p.version',
      'p.final',
      'p.service',
      'p.price_pence as pricePence',
      nameOf('pot', 'p.pot_id').as('pot'),
      nameOf('party', 'p.provider_id').as('provider'),
      nameOf('party', 'a.party_id').as('employer'),
      nameOf('person', 'p.requested_by').as('requestedBy'),
      nameOf('person', 'p.owner_id').as('owner'),
      nameOfAny('person', 'p.authorised_by').as('authorisedBy'),
      'p.client_reference_sealed as clientReferenceSealed',
      sql<CalendarDate | null>`p.delivered_on`.as('deliveredOn'),
      'p.invoice_number as invoiceNumber',
      'p.invoice_pence as invoicePence',
      sql<CalendarDate | null>`p.invoiced_on`.as('invoicedOn'),
      sql<CalendarDate | null>`p.payment_due_on`.as('paymentDueOn'),
      'p.promised_at as promisedAt',
      'p.created_at as createdAt',
      sql<boolean>`coalesce(a.held_since, p.held_since) is not null`.as('onHold'),
    ])
    .where('p.tenant_id', '=', asker.tenantId)
    .where(seenBy(asker));

/**
 * In SQL: the ids of a page. Whoever sees all takes it from one index. For others it is put together from a page of each pot, of each grant
 * of their groups and of each provider within reach, each from its own index: one condition for all of them would have none.
 */
function idsOfPage(asker: Asker, narrowed: readonly RawBuilder<unknown>[], order: RawBuilder<unknown>) {
  const pageOf = (...where: readonly RawBuilder<unknown>[]) =>
    sql`select p.id, p.created_at from purchase p where p.tenant_id = ${asker.tenantId}::uuid ${sql.join([...where, ...narrowed], sql` `)} ${order}`;
  const staff = potsReached(asker, staffRoles);
  if (staff.all) return sql`select p.id from (${pageOf()}) p`;
  const each = (ids: readonly string[], reached: RawBuilder<unknown>, ...where: readonly RawBuilder<unknown>[]) =>
    ids.length === 0 ? [] : [sql`select p.* from ${reached} cross join lateral (${pageOf(...where)}) p`];
  const [parties, providers] = [partiesOf(asker, ['budget_holder', 'applicant']), partiesOf(asker, ['provider'])];
  const parts = [
    ...each(staff.potIds, sql`unnest(${staff.potIds}::uuid[]) reached (id)`, sql`and p.pot_id = reached.id`),
    ...each(
      parties,
      sql`(select a.id from application a where a.tenant_id = ${asker.tenantId}::uuid and a.party_id = any(${parties}::uuid[])) reached`,
      sql`and p.grant_id = reached.id`,
    ),
    ...each(
      providers,
      sql`unnest(${providers}::uuid[]) reached (id)`,
      sql`and p.provider_id = reached.id and ${isPlaced('p')}`,
    ),
  ];
  if (parts.length === 0) return sql`select null::uuid as id where false`;
  const all = sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union `,
  );
  return sql`select p.id from (${all}) p ${order}`;
}

/** The purchases that the asker may see, by when they were asked for. */
export async function listPurchases(db: Database, asker: Asker, filters: PurchaseFilters, wanted: PageWanted) {
  const place = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  const narrowed = [
    ...(filters.grantId === undefined ? [] : [sql`and p.grant_id = ${filters.grantId}`]),
    ...(filters.potId === undefined ? [] : [sql`and p.pot_id = ${filters.potId}`]),
    ...(filters.providerId === undefined ? [] : [sql`and p.provider_id = ${filters.providerId}`]),
    ...(filters.state === undefined ? [] : [sql`and p.state = ${filters.state}`]),
    ...(place === undefined
      ? []
      : [
          sql`and (p.created_at, p.id) ${sql.raw(wanted.sort === 'newest' ? '<' : '>')} (${place.at}::timestamptz, ${place.id}::uuid)`,
        ]),
  ];
  const order = sql`order by p.created_at ${sql.raw(direction)}, p.id ${sql.raw(direction)} limit ${oneMoreThan(wanted.limit)}`;
  const rows = await readRows(
    db,
    asker,
    purchases(db, asker)
      .where(sql<boolean>`p.id = any(array(${idsOfPage(asker, narrowed, order)}))`)
      .orderBy('p.created_at', direction)
      .orderBy('p.id', direction)
      .compile(),
  );
  return pageByPlace(rows, wanted.limit, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** One purchase with its payment. Undefined for one that is not there, or that the asker may not see. */
export async function findPurchase(db: Database, asker: Asker, id: string) {
  return readRow(
    db,
    asker,
    purchases(db, asker)
      .select((p) => [
        now.as('now'),
        'p.pot_id as potId',
        'p.provider_id as providerId',
        'a.party_id as employerId',
        funderOfPot('p.pot_id').as('funderName'),
        sql<readonly Deadline[]>`p.deadlines`.as('deadlines'),
        jsonObjectFrom(
          p
            .selectFrom('payment as y')
            .select((y) => [
              'y.id',
              'y.amount_pence as amountPence',
              iso('y.due_at').as('dueAt'),
              paymentState('y').as('state'),
              'y.attempt',
              nameOfAny('payment_run', 'y.run_id').as('run'),
              placeInQueue('y').as('place'),
              y
                .selectFrom('settlement as s')
                .select(sql<CalendarDate>`s.on_day`.as('onDay'))
                .whereRef('s.tenant_id', '=', 'y.tenant_id')
                .whereRef('s.payment_id', '=', 'y.id')
                .whereRef('s.attempt', '=', 'y.attempt')
                .where('s.outcome', '=', 'settled')
                .as('settledOn'),
            ])
            .whereRef('y.tenant_id', '=', 'p.tenant_id')
            .whereRef('y.purchase_id', '=', 'p.id')
            .orderBy('y.sequence', 'desc')
            .limit(sql.lit(1)),
        ).as('payment'),
      ])
      .where('p.id', '=', id)
      .compile(),
  );
}
