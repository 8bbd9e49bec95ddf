import { sql, type RawBuilder } from 'kysely';
import { budget, cash, type Account } from '../../../src/domain/money/accounts';
import { readingRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { fundSeenBy } from './funds';
import { grantsSeenBy } from '../grants/grants';
import { iso } from '../instants';
import { nameOf, type Named } from '../named';
import {
  accountOf,
  type Cursor,
  numberOf,
  oneMoreThan,
  type Page,
  pageByAccount,
  pageByNumber,
  type PageWanted,
} from '../paging';
import { readUnlessWithheld } from '../grants/withheld';

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
  /** The grant that it moved for, and what the grant is called. */
  readonly grantId: string | null;
  readonly reference: string | null;
  readonly purchaseId: string | null;
  /** The run by which the payment was made that it moved for. */
  readonly runId: string | null;
  /** Says what moved it, once and for all: `payment:<id>:send:1`. */
  readonly key: string;
  readonly commandId: string;
}

const side = (name: 'from' | 'to') =>
  sql`json_build_object('code', t.${sql.raw(name)}_code, 'kind', ${sql.raw(name)}_account.kind, 'balanceAfterPence', t.${sql.raw(name)}_balance_after)`;

/** In SQL: the payment that a transfer, called `t`, moved for, as its key has it. */
const paymentOfKey = sql`left join lateral (
    select y.run_id, y.purchase_id, y.grant_id from payment y
    where y.tenant_id = t.tenant_id and y.id = case when t.business_key like 'payment:%' then split_part(t.business_key, ':', 2)::uuid end limit 1
  ) paid on true`;

interface Wanted {
  readonly seen: RawBuilder<boolean>;
  /** The subject's row, called `a` or `pot`. */
  readonly from: RawBuilder<unknown>;
  /** The sequences of at most so many of its transfers. */
  readonly sequences: RawBuilder<unknown>;
  /** The grant that it is about, which may be kept from whoever asks. */
  readonly grantId?: string;
}

async function lines(
  db: Database,
  asker: Asker,
  { seen, from, sequences, grantId }: Wanted,
  { sort, limit }: PageWanted,
): Promise<Page<LedgerLine> | undefined> {
  const direction = sql.raw(sort === 'newest' ? 'desc' : 'asc');
  const query = sql<{ lines: readonly LedgerLine[] }>`
      select coalesce((
        select json_agg(json_build_object('sequence', t.sequence, 'at', ${iso('t.at')}, 'book', t.book, 'from', ${side('from')}, 'to', ${side('to')},
          'amountPence', t.amount, 'grantId', moved_for.grant_id,
          'reference', named.reference,
          'purchaseId', coalesce(paid.purchase_id, case when t.business_key like 'purchase:%' then split_part(t.business_key, ':', 2)::uuid end),
          'runId', paid.run_id, 'key', t.business_key, 'commandId', t.command_id) order by t.sequence ${direction})
        from (${sequences}) found
        join transfer t on t.tenant_id = ${asker.tenantId}::uuid and t.sequence = found.sequence
        join account from_account on from_account.tenant_id = t.tenant_id and from_account.code = t.from_code
        join account to_account on to_account.tenant_id = t.tenant_id and to_account.code = t.to_code
        ${paymentOfKey}
        /* Worked out before it is looked for: inside the condition, no index would be used. */
        cross join lateral (select coalesce(t.grant_id, paid.grant_id) as grant_id offset 0) moved_for
        left join lateral (select a.reference from application a where a.tenant_id = t.tenant_id and a.id = moved_for.grant_id limit 1) named on true
      ), '[]'::json) as lines
      from ${from} and ${seen}
    `.compile(db);
  const rows =
    grantId === undefined ? await readRows(db, asker, query) : await readUnlessWithheld(db, asker, grantId, query);
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

/**
 * The transfers of one grant. Undefined for a grant that is not there, or that the asker may not see.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function readGrantLedger(
  db: Database,
  asker: Asker,
  grantId: string,
  wanted: PageWanted,
): Promise<Page<LedgerLine> | undefined> {
  const sequences = sql`select x.sequence from transfer x where x.tenant_id = ${asker.tenantId}::uuid and x.grant_id = ${grantId}::uuid ${after(wanted)} ${ordered(wanted)}`;
  const from = sql`application a where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid`;
  return lines(db, asker, { seen: grantsSeenBy(asker), from, sequences, grantId }, wanted);
}

/** The accounts that a pot has itself. */
export const potAccounts = ['available', 'bank', 'reserved', 'in_transit', 'payee'] as const;
export type PotAccount = (typeof potAccounts)[number];

const accountOfPot: Readonly<Record<PotAccount, (potId: string) => Account>> = {
  available: budget.available,
  bank: cash.bank,
  reserved: cash.reserved,
  in_transit: cash.inTransit,
  payee: cash.payee,
};

/** The accounts that a fund has itself. */
export const fundAccounts = ['pledge', 'funder', 'owed_to_funder'] as const;
export type FundAccount = (typeof fundAccounts)[number];

const accountOfFund: Readonly<Record<FundAccount, (fundId: string) => Account>> = {
  pledge: budget.pledge,
  funder: cash.funder,
  owed_to_funder: budget.owedToFunder,
};

/** In SQL: so many of each account and side, each from its index; of those so many in all. */
function ofAccounts(asker: Asker, accounts: readonly Account[], wanted: PageWanted): RawBuilder<unknown> {
  const codes = accounts.map(({ code }) => code);
  const sides = (name: 'from_code' | 'to_code') => sql`
    select x.sequence from unnest(${codes}::text[]) as of_account (code) cross join lateral (
      select x.sequence from transfer x where x.tenant_id = ${asker.tenantId}::uuid and x.${sql.raw(name)} = of_account.code ${after(wanted)} ${ordered(wanted)}) x`;
  return sql`select x.sequence from (${sides('from_code')} union ${sides('to_code')}) x ${ordered(wanted)}`;
}

/** The transfers from and to a pot's own accounts, or one of them. Undefined for a pot that is not there, or whose money the asker may not see. */
export function readPotLedger(
  db: Database,
  asker: Asker,
  potId: string,
  { account, ...wanted }: PageWanted & { readonly account?: PotAccount | undefined },
): Promise<Page<LedgerLine> | undefined> {
  const accounts = (account === undefined ? potAccounts : [account]).map((kind) => accountOfPot[kind](potId));
  const from = sql`pot where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${potId}::uuid`;
  const seen = potWithin('pot.id', potsReached(asker, readingRoles));
  return lines(db, asker, { seen, from, sequences: ofAccounts(asker, accounts, wanted) }, wanted);
}

/** The transfers from and to a fund's own accounts, or one of them. Undefined for a fund that is not there, or that the asker may not see. */
export function readFundLedger(
  db: Database,
  asker: Asker,
  fundId: string,
  { account, ...wanted }: PageWanted & { readonly account?: FundAccount | undefined },
): Promise<Page<LedgerLine> | undefined> {
  const accounts = (account === undefined ? fundAccounts : [account]).map((kind) => accountOfFund[kind](fundId));
  const from = sql`fund where fund.tenant_id = ${asker.tenantId}::uuid and fund.id = ${fundId}::uuid`;
  return lines(db, asker, { seen: fundSeenBy(asker), from, sequences: ofAccounts(asker, accounts, wanted) }, wanted);
}

/** All that one command moved. Undefined for one that moved nothing, or nothing of a pot that the asker reads. */
export function readCommandLedger(
  db: Database,
  asker: Asker,
  commandId: string,
  wanted: PageWanted,
): Promise<Page<LedgerLine> | undefined> {
  const reach = potsReached(asker, readingRoles);
  const within = reach.all
    ? sql`true`
    : sql`exists (select 1 from account k where k.tenant_id = x.tenant_id and k.code in (x.from_code, x.to_code) and ${potWithin('k.pot_id', reach)})`;
  const moved = sql`select x.sequence from transfer x where x.tenant_id = ${asker.tenantId}::uuid and x.command_id = ${commandId}::uuid and ${within}`;
  const from = sql`command c where c.tenant_id = ${asker.tenantId}::uuid and c.id = ${commandId}::uuid`;
  const sequences = sql`${moved} ${after(wanted)} ${ordered(wanted)}`;
  return lines(db, asker, { seen: sql<boolean>`exists (${moved})`, from, sequences }, wanted);
}

/** The totals of a pot that its grants make, by the kinds of their accounts. */
export const heldTotals = {
  awarded: ['committed', 'promised', 'refund_due', 'spent', 'written_off'],
  paid: ['refund_due', 'spent', 'written_off'],
  promised: ['promised'],
  left: ['committed'],
} as const satisfies Readonly<Record<string, readonly Account['kind'][]>>;
export type HeldTotal = keyof typeof heldTotals;

/** What a grant holds on one account: a line of a total. */
export interface Holding {
  readonly code: string;
  readonly kind: Account['kind'];
  readonly balancePence: number;
  readonly grantId: string;
  readonly reference: string | null;
  readonly party: Named;
}

/** The grants' accounts that make a total of a pot. Undefined for a pot that is not there, or whose money the asker may not see. */
export async function readPotHoldings(
  db: Database,
  asker: Asker,
  potId: string,
  { of, limit, cursor }: { readonly of: HeldTotal; readonly limit: number; readonly cursor?: Cursor | undefined },
): Promise<Page<Holding> | undefined> {
  const place = cursor === undefined ? undefined : accountOf(cursor);
  const next = place === undefined ? sql`` : sql`and k.code > ${place}`;
  const [row] = await readRows(
    db,
    asker,
    sql<{ lines: readonly Holding[] }>`
      select coalesce((
        select json_agg(json_build_object('code', held.code, 'kind', held.kind, 'balancePence', held.balance, 'grantId', held.grant_id,
          'reference', a.reference, 'party', ${nameOf('party', 'a.party_id')}) order by held.code)
        from (
          select k.* from unnest(${heldTotals[of]}::text[]) as of_kind (kind) cross join lateral (
            select k.code, k.kind, k.balance, k.grant_id from account k
            where k.tenant_id = pot.tenant_id and k.pot_id = pot.id and k.kind = of_kind.kind and k.grant_id is not null and k.balance > 0 ${next}
            order by k.code limit ${oneMoreThan(limit)}) k
          order by k.code limit ${oneMoreThan(limit)}
        ) held
        cross join lateral (select * from application where application.tenant_id = pot.tenant_id and application.id = held.grant_id limit 1) a
      ), '[]'::json) as lines
      from pot where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${potId}::uuid and ${potWithin('pot.id', potsReached(asker, readingRoles))}
    `.compile(db),
  );
  return row === undefined ? undefined : pageByAccount(row.lines, limit);
}
