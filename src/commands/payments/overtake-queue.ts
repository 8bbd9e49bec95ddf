import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { cash, transfer } from '../../domain/money/accounts';
import { pence, type Pence } from '../../domain/money/money';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { mayPerform } from '../../domain/people/segregation';
import { defineCommand } from '../apply/definition';
import { actorOf, type WithReason } from '../grant/grant-context';
import { segregationFacts } from '../readings/segregation-facts';
import type { PaymentName } from './acting';
import { lockQueue } from './cover-queue';
import { tellOnTimelines } from './payment-events';

/** Which payment goes before those that are ahead of it, and why. */
export interface OvertakeQueueBody extends WithReason {
  readonly paymentId: string;
}

/** A payment that waits, as far as overtaking asks about it. */
interface Waiting extends PaymentName {
  readonly state: string;
  readonly amountPence: Pence;
  readonly payeeId: string;
  readonly attempt: number;
  /** In the pot's bank account, when the payment was read. */
  readonly bankPence: Pence;
  /** How many that are not on hold are before it in the line. */
  readonly ahead: number;
}

/** Whose money it is: the grant's group, and who receives it for the group. */
interface Parties {
  readonly party_id: string;
  readonly host_id: string | null;
}

/**
 * A manager lets a payment that waits for cash go before those that wait longer, with a reason. It is covered at once or not at all: it takes
 * what is in the pot's bank account now, and whoever waits before it goes on waiting. Whoever does so does not authorise its run.
 * @refusal PAYMENT_UNKNOWN, PAYMENT_NOT_WAITING, OVERTAKING_NOT_COVERED, SAME_PERSON, CONNECTED_PERSON
 */
export const overtakeQueue = defineCommand<OvertakeQueueBody, 'grant'>('grant', 'overtakeQueue', async (c) => {
  const { tx, tenantId, row, body } = c;
  const potId = row.pot_id;
  await lockQueue(c, potId);
  const payment = await findWaiting(tx, tenantId, row.id, body.paymentId);
  if (payment === undefined) return refuse('PAYMENT_UNKNOWN', { field: '/paymentId' });
  const personId = actorOf(c);
  const refusal = coveredRefusal(payment) ?? (await aheadRefusal({ tx, tenantId, personId }, payment, row));
  if (refusal !== undefined) return refusal;
  const { id, attempt, amountPence, ahead } = payment;
  return {
    writes: [
      tx
        .updateTable('payment')
        .set({ state: 'ready' })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .compile(),
      ...tellOnTimelines(c, 'payment_became_ready', [{ ...payment, after: { amountPence } }]),
    ],
    transfers: [
      transfer(cash.bank(potId), cash.reserved(potId), amountPence, `payment:${id}:reserve:${String(attempt)}`),
    ],
    event: { after: { paymentId: id, amountPence, ahead }, text: body.reason, audience: 'staff' },
    duties: [{ duty: 'moved payment ahead', personId }],
  };
});

/** Finds a payment of a grant, an instalment or of a purchase, and locks it. */
async function findWaiting(tx: Tx, tenantId: string, grantId: string, paymentId: string): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    select p.id, p.grant_id as "grantId", p.purchase_id as "purchaseId", p.amount_pence as "amountPence", p.state, p.payee_id as "payeeId", p.attempt,
      coalesce((select b.balance from account b where b.tenant_id = p.tenant_id and b.code = ${cash.bank('').code} || p.pot_id::text), 0) as "bankPence",
      (select count(*)::int from payment q left join application h on h.tenant_id = q.tenant_id and h.id = q.grant_id
        where q.tenant_id = p.tenant_id and q.pot_id = p.pot_id and q.state = 'waiting_for_cash' and h.held_since is null
          and (q.due_at, q.scheduled_at, q.sequence) < (p.due_at, p.scheduled_at, p.sequence)) as ahead
    from payment p where p.tenant_id = ${tenantId} and p.id = ${paymentId} and p.grant_id = ${grantId} for no key update of p
  `.execute(tx);
  return rows[0];
}

/** Why a payment cannot be covered now, if so: PAYMENT_NOT_WAITING, OVERTAKING_NOT_COVERED. */
export function coveredRefusal({
  state,
  amountPence,
  bankPence,
}: Pick<Waiting, 'state' | 'amountPence' | 'bankPence'>): Refusal | undefined {
  if (state !== 'waiting_for_cash') return refuse('PAYMENT_NOT_WAITING', { field: '/paymentId', facts: { state } });
  if (bankPence >= amountPence) return undefined;
  const facts = { bankPence: pence(bankPence), amountPence: pence(amountPence) };
  return refuse('OVERTAKING_NOT_COVERED', { field: '/paymentId', facts });
}

/** Why somebody may not let a payment of a grant go first, if so: SAME_PERSON, CONNECTED_PERSON. */
export async function aheadRefusal(
  { tx, tenantId, personId }: { readonly tx: Tx; readonly tenantId: string; readonly personId: string },
  { grantId, purchaseId, payeeId }: Pick<Waiting, 'grantId' | 'purchaseId' | 'payeeId'>,
  { party_id, host_id }: Parties,
): Promise<Refusal | undefined> {
  const parties = [...new Set([party_id, payeeId, host_id])].filter((id) => id !== null);
  const subjectIds = [grantId, purchaseId].filter((id) => id !== null);
  const { earlier, facts } = await segregationFacts(tx, tenantId, { subjectIds, persons: [personId], parties });
  return mayPerform('moved payment ahead', personId, earlier, { parties, facts });
}
