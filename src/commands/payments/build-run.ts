import { sql } from 'kysely';
import { sumPence } from '../../domain/money/money';
import { pointer, refuse, type Refusal } from '../../domain/refusals/refusal';
import { defineCreation, type CommandContext } from '../apply/definition';
import { tellOnTimelines } from './payment-events';
import type { RunPayment } from './run-payments';
import { placeInAnyPot } from '../pots/place-in-pot';
import { runDutyRefusal } from './run-segregation';

/** What goes into a payment run. */
export interface BuildRunBody {
  readonly potId: string;
  /** What people call it, such as "9 November". */
  readonly name: string;
  /** By default all payments of the pot that are ready and can be paid now. */
  readonly paymentIds?: readonly string[] | undefined;
}

type Chosen = Omit<RunPayment, 'bankAccountId'> & {
  readonly bankAccountId: string | null;
  readonly held: boolean;
  /** Whether it has bank details that nobody can read. */
  readonly unreadable: boolean;
};

/**
 * Puts ready payments of one pot into a run, and freezes where each goes. Asked for all, it leaves out what is on hold, or has no
 * bank details that can be read, and says so; asked for one of those by name, it refuses.
 * @refusal POT_UNKNOWN, PAYMENT_UNKNOWN, PAYMENT_LISTED_TWICE, PAYMENT_NOT_READY, PAYMENT_ON_HOLD, PAYEE_WITHOUT_BANK_DETAILS,
 *   BANK_DETAILS_UNREADABLE, RUN_EMPTY, SAME_PERSON, CONNECTED_PERSON
 */
export const buildRun = defineCreation<BuildRunBody, 'payment_run'>(
  'payment_run',
  'buildRun',
  placeInAnyPot,
  async (c) => {
    const { tx, tenantId, subjectId: runId, body } = c;
    const found = await lockChosen(c);
    const refusal = body.paymentIds === undefined ? undefined : choiceRefusal(body.paymentIds, found);
    if (refusal !== undefined) return refusal;
    const payments = found.filter(canBePaid);
    if (payments.length === 0) {
      const free = found.filter(({ held }) => !held);
      if (free.some(({ bankAccountId }) => bankAccountId === null)) return refuse('PAYEE_WITHOUT_BANK_DETAILS');
      return refuse(free.length > 0 ? 'BANK_DETAILS_UNREADABLE' : 'RUN_EMPTY');
    }
    const dutyRefusal = await runDutyRefusal(c, 'built run', runId, payments);
    if (dutyRefusal !== undefined) return dutyRefusal;
    if (c.actorId === null) throw new Error('a run is built by somebody');

    const leftOut = found.filter((payment) => !canBePaid(payment)).map(({ id }) => id);
    const totalPence = sumPence(payments.map(({ amountPence }) => amountPence));
    const lines = JSON.stringify(payments);
    const told = { payments: payments.length, totalPence };
    return {
      to: 'building',
      create: { pot_id: body.potId, name: body.name, owner_id: c.actorId, built_by: c.actorId, created_at: c.at },
      writes: [
        sql`
          update payment p set state = 'in_run', run_id = ${runId}::uuid, bank_account_id = l."bankAccountId"
          from jsonb_to_recordset(${lines}::jsonb) as l (id uuid, "bankAccountId" uuid) where p.tenant_id = ${tenantId} and p.id = l.id
        `.compile(tx),
        sql`
          insert into payment_run_line (tenant_id, run_id, payment_id, attempt, amount_pence, payee_id, bank_account_id)
          select ${tenantId}::uuid, ${runId}::uuid, l.id, l.attempt, l."amountPence", l."payeeId", l."bankAccountId"
          from jsonb_to_recordset(${lines}::jsonb) as l (id uuid, attempt int, "amountPence" bigint, "payeeId" uuid, "bankAccountId" uuid)
        `.compile(tx),
        ...tellOnTimelines(
          c,
          'payment_put_in_run',
          payments.map((payment) => ({ ...payment, after: { runId } })),
        ),
      ],
      duties: [{ duty: 'built run', personId: c.actorId }],
      event: { after: told },
      result: { ...told, leftOut },
    };
  },
);

const canBePaid = (payment: Chosen): payment is Chosen & RunPayment =>
  !payment.held && payment.bankAccountId !== null && !payment.unreadable;

/** Locks what was asked for, or all that is ready, in the order of ids; with each payee's newest bank account. */
async function lockChosen({ tx, tenantId, body, canOpen }: CommandContext<BuildRunBody>): Promise<readonly Chosen[]> {
  const asked =
    body.paymentIds === undefined
      ? sql`p.state = 'ready'`
      : sql`p.id in (select jsonb_array_elements_text(${JSON.stringify(body.paymentIds)}::jsonb)::uuid)`;
  const { rows } = await sql<Omit<Chosen, 'unreadable'> & { sealed: string | null }>`
    select p.id, p.grant_id as "grantId", p.purchase_id as "purchaseId", p.payee_id as "payeeId", a.party_id as "partyId", p.amount_pence as "amountPence", p.attempt,
      p.state, coalesce(a.held_since is not null, false) as held,
      newest.id as "bankAccountId", newest.details_sealed as sealed
    from payment p left join lateral (select b.id, b.details_sealed from bank_account b
        where b.tenant_id = p.tenant_id and b.party_id = p.payee_id order by b.version desc limit 1) newest on true
      left join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id
    where p.tenant_id = ${tenantId} and p.pot_id = ${body.potId} and ${asked}
    order by p.id for no key update of p
  `.execute(tx);
  return rows.map(({ sealed, ...payment }) => ({ ...payment, unreadable: sealed !== null && !canOpen(sealed) }));
}

function choiceRefusal(paymentIds: readonly string[], found: readonly Chosen[]): Refusal | undefined {
  const byId = new Map(found.map((payment) => [payment.id, payment]));
  const seen = new Set<string>();
  for (const [position, id] of paymentIds.entries()) {
    const field = pointer('paymentIds', position);
    const payment = byId.get(id);
    if (seen.has(id)) return refuse('PAYMENT_LISTED_TWICE', { field });
    seen.add(id);
    if (payment === undefined) return refuse('PAYMENT_UNKNOWN', { field });
    if (payment.state !== 'ready') return refuse('PAYMENT_NOT_READY', { field, facts: { state: payment.state } });
    if (payment.held) return refuse('PAYMENT_ON_HOLD', { field });
    if (payment.bankAccountId === null) {
      return refuse('PAYEE_WITHOUT_BANK_DETAILS', { field, facts: { payeeId: payment.payeeId } });
    }
    if (payment.unreadable) return refuse('BANK_DETAILS_UNREADABLE', { field, facts: { payeeId: payment.payeeId } });
  }
  return undefined;
}
