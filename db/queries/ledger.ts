import { sql, type RawBuilder } from 'kysely';
import { budget, cash, type Account } from '../../src/domain/accounts';
import { readingRoles } from '../../src/domain/lives/roles';
import type { Database } from '../client';
import { readRows } from '../read';
import { potsReached, potWithin, type Asker } from './asker';
import { grantsSeenBy } from './grants';
import { iso } from './instants';
import { numberOf, oneMoreThan, type Page, pageByNumber, type PageWanted } from './paging';

/** One side of a transfer, with what the account then held. */
export interface LedgerSide {
  readonly code: string;
  readonly kind: Account['kind'];
  readonly balanceAfterPence: number;
}

/** A sum that moved from one account to another. */
export interface LedgerLine {
  readonly sequence: number;
  readonly at: string;
  readonly book: 'budget' | 'cash';
  readonly from: LedgerSide;
  readonly to: LedgerSide;
  readonly amountPence: number;
  readonly grantId: string | null;
  /** Says what moved it, once and for all: `payment:<id>:send:1`. */
  readonly key: string;
  readonly commandId: string;
}

const side = (name: 'from' | 'to') =>
  sql`json_build_object('code', t.${sql.raw(name)}_code, 'kind', ${sql.raw(name)}_account.kind, 'balanceAfterPence', t.${sql.raw(name)}_balance_after)`;

interface Wanted {
  readonly seen: RawBuilder<boolean>;
  /** The subject's row, called `a` or `pot`. */
  readonly from: RawBuilder<unknown>;
  /** The sequences of at most so many of its transfers. */
  readonly sequences: RawBuilder<unknown>;
}

async function lines(
  db: Database,
  asker: Asker,
  { seen, from, sequences }: Wanted,
  { sort, limit }: PageWanted,
): Promise<Page<LedgerLine> | undefined> {
  const direction = sql.raw(sort === 'newest' ? 'desc' : 'asc');
  const rows = await readRows(
    db,
    asker,
    sql<{ lines: readonly LedgerLine[] }>`
      select coalesce((
        select json_agg(json_build_object('sequence', t.sequence, 'at', ${iso('t.at')}, 'book', t.book, 'from', ${side('from')}, 'to', ${side('to')},
          'amountPence', t.amount, 'grantId', t.grant_id, 'key', t.business_key, 'commandId', t.command_id) order by t.sequence ${direction})
        from (${sequences}) found
        join transfer t on t.tenant_id = ${asker.tenantId}::uuid and t.sequence = found.sequence
        join account from_account on from_account.tenant_id = t.tenant_id and from_account.code = t.from_code
        join account to_account on to_account.tenant_id = t.tenant_id and to_account.code = t.to_code
      ), '[]'::json) as lines
      from ${from} and ${seen}
    `.compile(db),
  );
  const row = rows[0];
  return row === undefined ? undefined : pageByNumber(row.lines, limit, ({ sequence }) => sequence);
}

/** In SQL: what follows a place in the list, in its order. */
function after({ sort, cursor }: PageWanted): RawBuilder<unknown> {
  const place = cursor === undefined ? undefined : numberOf(cursor);
  return place === undefined ? sql`` : sql`and x.sequence ${sql.raw(sort === 'newest' ? '<' : '>')} ${place}`;
}

const ordered = ({ sort, limit }: PageWanted): RawBuilder<unknown> =>
  sql`order by x.sequence ${sql.raw(sort === 'newest' ? 'desc' : 'asc')} limit ${oneMoreThan(limit)}`;

/** The transfers of one grant. Undefined for a grant that is not there, or that the asker may not see. */
export function readGrantLedger(
  db: Database,
  asker: Asker,
  grantId: string,
  wanted: PageWanted,
): Promise<Page<LedgerLine> | undefined> {
  const sequences = sql`select x.sequence from transfer x where x.tenant_id = ${asker.tenantId}::uuid and x.grant_id = ${grantId}::uuid ${after(wanted)} ${ordered(wanted)}`;
  const from = sql`application a where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid`;
  return lines(db, asker, { seen: grantsSeenBy(asker), from, sequences }, wanted);
}

/** The transfers from and to a pot's own accounts. Undefined for a pot that is not there, or whose money the asker may not see. */
export function readPotLedger(
  db: Database,
  asker: Asker,
  potId: string,
  wanted: PageWanted,
): Promise<Page<LedgerLine> | undefined> {
  const codes = [
    budget.available(potId),
    cash.bank(potId),
    cash.reserved(potId),
    cash.inTransit(potId),
    cash.payee(potId),
  ].map(({ code }) => code);
  // So many of each account and side, each from its index; of those so many in all.
  const sides = (name: 'from_code' | 'to_code') => sql`
    select x.sequence from unnest(${codes}::text[]) as of_pot (code) cross join lateral (
      select x.sequence from transfer x where x.tenant_id = ${asker.tenantId}::uuid and x.${sql.raw(name)} = of_pot.code ${after(wanted)} ${ordered(wanted)}) x`;
  const sequences = sql`select x.sequence from (${sides('from_code')} union ${sides('to_code')}) x ${ordered(wanted)}`;
  const from = sql`pot where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${potId}::uuid`;
  return lines(db, asker, { seen: potWithin('pot.id', potsReached(asker, readingRoles)), from, sequences }, wanted);
}
