import { sql, type CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Account, Transfer } from '../../domain/money/accounts';
import { addPence, pence, subtractPence, ZERO, type Pence } from '../../domain/money/money';

/** Where and when transfers are posted. */
export interface Posting {
  readonly tenantId: string;
  readonly commandId: string;
  readonly at: string;
}

/** An account that holds too little for what was to be taken from it. */
export interface Shortage {
  readonly code: string;
  readonly left: Pence;
}

/**
 * The statement that posts a set of transfers. Accounts are locked in one order; a sum is taken by a conditional update, so of two that
 * race for the last pound one gets it. An account that does not exist yet is opened by what comes in. What each account gains or loses
 * is added up here: the statement then looks at each account once, also when there are thousands of transfers.
 * When an account holds too little, it fails with what {@link shortageIn} reads.
 */
export function postTransfers(tx: Tx, transfers: readonly Transfer[], posting: Posting): CompiledQuery {
  const { accounts, moves } = addedUp(transfers);
  return sql`select app.post_transfers(${posting.tenantId}::uuid, ${posting.commandId}::uuid, ${posting.at}::timestamptz,
    ${JSON.stringify(accounts)}::jsonb, ${JSON.stringify(moves)}::jsonb)`.compile(tx);
}

/** What Postgres says of an account that holds too little; raised by `app.post_transfers`. */
const tooLittle = 'GP002';

/** The account that held too little, the first that was asked, if that is what a statement failed with. */
export function shortageIn(error: unknown): Shortage | undefined {
  const { code, detail } = error as { readonly code?: unknown; readonly detail?: unknown };
  if (code !== tooLittle || typeof detail !== 'string') return undefined;
  const short = JSON.parse(detail) as { readonly code: string; readonly left: number };
  return { code: short.code, left: pence(short.left) };
}

/** Each account with what the whole set does to it, and each transfer with what the later ones still do to its two accounts. */
function addedUp(transfers: readonly Transfer[]) {
  const soFar = new Map<string, { account: Account; delta: Pence }>();
  const add = (account: Account, amount: Pence): Pence => {
    const delta = addPence(soFar.get(account.code)?.delta ?? ZERO, amount);
    soFar.set(account.code, { account, delta });
    return delta;
  };
  const total = ({ code }: Account): Pence => soFar.get(code)?.delta ?? ZERO;
  const posted = transfers.map((one) => ({
    one,
    fromSoFar: add(one.from, subtractPence(ZERO, one.amountPence)),
    toSoFar: add(one.to, one.amountPence),
  }));
  return {
    accounts: [...soFar.values()].map(({ account, delta }) => ({ ...asRow(account), delta })),
    moves: posted.map(({ one, fromSoFar, toSoFar }, n) => ({
      n,
      book: one.from.book,
      from_code: one.from.code,
      to_code: one.to.code,
      amount: one.amountPence,
      key: one.key,
      grant_id: one.from.grantId ?? one.to.grantId,
      from_later: subtractPence(total(one.from), fromSoFar),
      to_later: subtractPence(total(one.to), toSoFar),
    })),
  };
}

const asRow = (account: Account) => ({
  code: account.code,
  book: account.book,
  kind: account.kind,
  fund_id: account.fundId,
  pot_id: account.potId,
  grant_id: account.grantId,
});
