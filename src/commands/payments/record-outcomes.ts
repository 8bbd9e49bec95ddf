import { sql, type CompiledQuery } from 'kysely';
import { budget, cash, transfer, type Transfer } from '../../domain/money/accounts';
import { londonDate } from '../../domain/calendar/calendar';
import { sumPence } from '../../domain/money/money';
import { defineCommand, type SubjectContext } from '../apply/definition';
import { afterSettlement } from './after-settlement';
import { coverQueue, lockQueue } from './cover-queue';
import { outcomesRefusal, type Outcome } from './outcome-refusal';
import { tellOnTimelines } from './payment-events';
import { mailPayees } from './payment-mails';
import { lockGrantsOfRun, lockPaymentsOfRun, type RunPayment } from './run-payments';

/** What the bank statement shows, payment by payment; those that are not named stay as they are. */
export interface RecordOutcomesBody {
  readonly outcomes: readonly Outcome[];
}

type Context = SubjectContext<RecordOutcomesBody, 'payment_run'>;

/** A payment of the run with what the statement shows of it. */
interface Told extends RunPayment {
  readonly outcome: Outcome['outcome'];
  readonly on: string;
}

/**
 * Records what the bank did. What settled is spent; what came back is in the bank again, and covers others that wait; what is unknown
 * stays in transit. The run is reconciled once every payment is told apart.
 * @refusal PAYMENT_LISTED_TWICE, PAYMENT_NOT_IN_RUN, OUTCOME_KNOWN_ALREADY, DAY_IN_FUTURE
 */
export const recordOutcomes = defineCommand<RecordOutcomesBody, 'payment_run'>(
  'payment_run',
  'recordOutcomes',
  async (c) => {
    const { tx, tenantId, subjectId: runId, row, body } = c;
    const movesQueue = body.outcomes.some(({ outcome }) => outcome === 'returned');
    const [, , payments] = await Promise.all([
      lockGrantsOfRun(tx, tenantId, runId),
      movesQueue ? lockQueue(c, row.pot_id) : undefined,
      lockPaymentsOfRun(tx, tenantId, runId),
    ]);
    const states = new Map(payments.map(({ id, state }) => [id, state]));
    const refusal = outcomesRefusal(body.outcomes, states, londonDate(c.at));
    if (refusal !== undefined) return refusal;

    const shown = new Map(body.outcomes.map((one) => [one.paymentId, one]));
    const told = payments.flatMap((payment): readonly Told[] => {
      const one = shown.get(payment.id);
      return one === undefined ? [] : [{ ...payment, outcome: one.outcome, on: one.on }];
    });
    const by = (outcome: Outcome['outcome']) => told.filter((one) => one.outcome === outcome);
    const returned = by('returned');
    const freedPence = sumPence(returned.map(({ amountPence }) => amountPence));
    const [queue, toldOthers] = await Promise.all([
      returned.length === 0 ? undefined : coverQueue(c, row.pot_id, { incomingPence: freedPence }),
      afterSettlement(c, by('settled')),
    ]);

    const isOpen = ({ id, state }: RunPayment) =>
      shown.get(id)?.outcome === 'unknown' || (!shown.has(id) && (state === 'sent' || state === 'unknown'));
    return {
      to: payments.some(isOpen) ? 'sent' : 'reconciled',
      transfers: [...told.flatMap((one) => transfersOf(row.pot_id, one)), ...(queue?.transfers ?? [])],
      writes: [
        ...writeOutcomes(c, told),
        ...tellOnTimelines(c, 'payment_settled', by('settled').map(asEvent)),
        ...tellOnTimelines(c, 'payment_returned', returned.map(asEvent)),
        ...tellOnTimelines(c, 'payment_outcome_unknown', by('unknown').map(asEvent)),
        ...mailPayees(c, 'payment-returned', returned),
        ...toldOthers,
        ...(queue?.writes ?? []),
      ],
      event: { after: { settled: by('settled').length, returned: returned.length, unknown: by('unknown').length } },
      result: { becameReady: queue?.readyIds.length ?? 0 },
    };
  },
);

const asEvent = (one: Told) => ({ ...one, after: { amountPence: one.amountPence, on: one.on, attempt: one.attempt } });

function transfersOf(potId: string, { id, grantId, attempt, amountPence, outcome }: Told): readonly Transfer[] {
  if (outcome === 'unknown') return [];
  if (outcome === 'returned') {
    return [transfer(cash.inTransit(potId), cash.bank(potId), amountPence, `payment:${id}:return:${attempt}`)];
  }
  const key = `payment:${id}:settle:${attempt}`;
  return [
    transfer(cash.inTransit(potId), cash.payee(potId), amountPence, key),
    ...(grantId === null
      ? []
      : [transfer(budget.promised(potId, grantId), budget.spent(potId, grantId), amountPence, key)]),
  ];
}

function writeOutcomes({ tx, tenantId, actorId, at, commandId }: Context, told: readonly Told[]): CompiledQuery[] {
  if (told.length === 0) return [];
  const rows = JSON.stringify(told.map(({ id, attempt, outcome, on }) => ({ id, attempt, outcome, on })));
  return [
    sql`
      update payment p set state = o.outcome from jsonb_to_recordset(${rows}::jsonb) as o (id uuid, outcome text)
      where p.tenant_id = ${tenantId} and p.id = o.id
    `.compile(tx),
    sql`
      insert into settlement (tenant_id, payment_id, attempt, outcome, on_day, recorded_by, at, command_id)
      select ${tenantId}::uuid, o.id, o.attempt, o.outcome, o."on", ${actorId}::uuid, ${at}::timestamptz, ${commandId}::uuid
      from jsonb_to_recordset(${rows}::jsonb) as o (id uuid, attempt int, outcome text, "on" date)
    `.compile(tx),
  ];
}
