import type { Asker } from '../../../../db/queries/asker';
import type { PaymentState } from '../../../domain/money/payment-states';
import type { listPaymentRuns } from '../../../../db/queries/money/payment-runs';
import type { listPayments } from '../../../../db/queries/money/payments';
import { instantInWords, londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import type { PaidTo, SameAccount } from '../../../domain/money/same-accounts';
import type { PaymentRunState } from '../../../domain/lives/payment-run-life';
import type { Role } from '../../../domain/lives/roles';
import type { StatusMeaning } from '../../../domain/words/status';
import type { RunFound } from '../../api/reads/run-file';
import { withReason } from '../../api/reads/with-reason';
import { toThePenny } from '../frame/sum';
import { paymentWords as w } from './words';

/** The day of an instant, as lists have it. */
export const day = (at: string): string => shortDateInWords(londonDate(at as Instant));

const moment = (at: string): string => instantInWords(at as Instant);

interface Tag {
  readonly words: string;
  readonly meaning: StatusMeaning;
}

const paymentMeanings: Readonly<Record<PaymentState, StatusMeaning>> = {
  ready: 'yours',
  waiting_for_cash: 'other',
  in_run: 'other',
  authorised: 'other',
  sent: 'other',
  returned: 'late',
  unknown: 'late',
  scheduled: 'other',
  settled: 'done',
  cancelled: 'over',
};

/** A payment's state as a tag. */
const paymentTag = (state: PaymentState): Tag => ({ words: w.stages[state], meaning: paymentMeanings[state] });

/** Who has a run that is not over: with the bank it is with somebody else, until that has answered. */
const runIsWith: Readonly<Partial<Record<PaymentRunState, Role>>> = {
  building: 'payment_maker',
  awaiting_authorisation: 'payment_authoriser',
  authorised: 'payment_maker',
  exported: 'payment_maker',
};
const runsOver: Readonly<Partial<Record<PaymentRunState, StatusMeaning>>> = { reconciled: 'done', cancelled: 'over' };

/** A run's state as a tag, in the colour of whose turn it is for whoever looks. */
function runTag(state: PaymentRunState, { roles }: Pick<Asker, 'roles'>): Tag {
  const isOnes = roles.some(({ name }) => name === runIsWith[state]);
  return { words: w.runStates[state], meaning: runsOver[state] ?? (isOnes ? 'yours' : 'other') };
}

type Listed = Awaited<ReturnType<typeof listPayments>>['items'][number];

/** A line of the list of payments: where it is, and why it waits. */
export function paymentLine({ sequence: _, funderName, ...payment }: Listed) {
  const { why } = withReason(payment, funderName, 'staff', toThePenny);
  return {
    id: payment.id,
    to: payment.payee.name,
    grantId: payment.grant?.id,
    reference: payment.grant?.reference ?? '',
    pot: payment.pot.name,
    sum: toThePenny(payment.amountPence),
    due: day(payment.dueAt),
    tag: paymentTag(payment.state),
    why: payment.grant?.onHold === true ? w.list.onHold : why,
    run: payment.run,
    again: payment.state === 'returned' ? `/payments/${payment.id}/again` : undefined,
    ahead: payment.state === 'waiting_for_cash' && payment.grant !== null ? `/payments/${payment.id}/ahead` : undefined,
  };
}

type RunListed = Awaited<ReturnType<typeof listPaymentRuns>>['items'][number];

/** A line of the list of runs. */
export const runLine = (
  { id, name, pot, paymentCount, totalPence, state, createdAt }: RunListed,
  asker: Pick<Asker, 'roles'>,
) => ({
  id,
  name,
  pot: pot.name,
  built: shortDateInWords(londonDate(createdAt as Instant)),
  payments: String(paymentCount),
  total: toThePenny(totalPence),
  tag: runTag(state, asker),
});

/** One run as its page has it. */
export function runView(run: RunFound, asker: Pick<Asker, 'roles'>) {
  const held = run.lines.filter(({ droppedAt }) => droppedAt === null);
  const total = toThePenny(run.totalPence);
  return {
    id: run.id,
    name: run.name,
    caption: w.run.caption(run.pot.name),
    tag: runTag(run.state, asker),
    holds: w.run.holds(held.length, total),
    waitsFor: w.run.waitsFor[run.state],
    total,
    hands: [
      w.run.built(run.builtBy.name, moment(run.createdAt)),
      ...(run.owner.id === run.builtBy.id ? [] : [w.run.owner(run.owner.name)]),
      ...run.authorisations.map(({ person, totalPence, at }) =>
        w.run.authorised(person.name, toThePenny(totalPence), moment(at)),
      ),
      ...(run.exportedAt === null ? [] : [w.run.releasedAt(moment(run.exportedAt))]),
      ...(run.sentAt === null ? [] : [w.run.sentAt(moment(run.sentAt))]),
    ],
    lines: held.map(lineView),
    dropped: run.lines.filter(({ droppedAt }) => droppedAt !== null).map(lineView),
  };
}

type Line = RunFound['lines'][number];

const outcomeWords = { settled: w.run.paid, returned: w.run.returned, unknown: w.run.unknown };

function lineView(line: Line) {
  const outcome = line.outcomes.at(-1);
  const tag =
    outcome === undefined || line.droppedAt !== null
      ? line.onHold
        ? { words: w.run.onHold, meaning: 'late' as const }
        : undefined
      : {
          words: w.run.on(outcomeWords[outcome.outcome], shortDateInWords(outcome.onDay)),
          meaning: paymentMeanings[outcome.outcome],
        };
  return {
    id: line.id,
    to: line.payee.name,
    account: w.run.accountOf(line.accountName, line.lastDigits),
    for: forWhat(line),
    grantId: line.grantId,
    sum: toThePenny(line.amountPence),
    tag,
  };
}

const forWhat = ({ cause, reference }: Line): string =>
  cause === 'refund_to_funder'
    ? w.run.funder
    : [reference ?? '', cause === 'purchase' ? w.run.purchase : ''].filter(Boolean).join(', ');

/** Whether the bank statement has still to say what became of a line of a run that was sent. */
export const isOpen = ({ droppedAt, paymentState }: Line): boolean =>
  droppedAt === null && (paymentState === 'sent' || paymentState === 'unknown');

/** Payments to one account in words, by their references alone. */
export function sameAccountView({ inRun, before, givenBy, ofDifferentPayees }: SameAccount) {
  const named = ({ reference, paymentId, grantId }: PaidTo) => ({
    words: reference ?? w.run.funder,
    href: grantId === null ? undefined : `/grants/${grantId}`,
    id: paymentId ?? undefined,
  });
  return {
    isOdd: ofDifferentPayees,
    here: inRun.map(named),
    before: before.map(named),
    // Those who pay have no page of a group.
    givenBy: givenBy.map(({ payee }) => ({ words: payee, href: undefined })),
    says: ofDifferentPayees ? w.run.same.different : w.run.same.one,
  };
}
