import { findReady, readyAtMost, type ReadyPayment } from '../../../../db/queries/money/payments';
import { readInTenant } from '../../../../db/queries/reading';
import { runDutyRefusal } from '../../../commands/payments/run-segregation';
import { isId } from '../../../contracts/ids';
import { dateInWords, londonDate, type Instant } from '../../../domain/calendar/calendar';
import type { Refusal } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { toThePenny } from '../frame/sum';
import { day } from './views';
import { paymentWords } from './words';

const words = paymentWords.build;

interface Building {
  readonly pot: { readonly id: string; readonly name: string };
  readonly payments: readonly ReadyPayment[];
  readonly leftOut: readonly ReadyPayment[];
  /** Too many to be ticked one by one. */
  readonly isAll: boolean;
  readonly refusal: Refusal | undefined;
  readonly now: Instant;
}

const canBePaid = ({ onHold, hasBankDetails }: ReadyPayment): boolean => !onHold && hasBankDetails;

/** Building a payment run of one pot: which of the payments that are due and covered go into it. */
export const buildRunPage = definePage<Building>({
  address: '/payment-runs/new/:pot',
  for: ['payment_maker'],
  words: paymentWords,
  load: async ({ parts, asker, params }) => {
    const potId = params['pot'] ?? '';
    if (!isId(potId)) return undefined;
    const { db } = parts.reading;
    const pot = await findReady(db, asker, potId);
    if (pot === undefined) return undefined;
    const found = pot.payments;
    const payments = found.filter(canBePaid);
    const { tenantId, personId: actorId } = asker;
    const refusal = await readInTenant(db, tenantId, (tx) =>
      runDutyRefusal(
        { tx, tenantId, actorId },
        'built run',
        potId,
        payments.map((one) => ({ ...one, payeeId: one.payee.id })),
      ),
    );
    return {
      pot: { id: pot.id, name: pot.name },
      payments,
      leftOut: found.filter((one) => !canBePaid(one)),
      isAll: found.length > readyAtMost,
      refusal,
      now: pot.now,
    };
  },
  show: ({ pot, payments, leftOut, isAll }) => ({
    template: 'payments/build.njk',
    title: words.title(pot.name),
    back: { to: '/payments', words: paymentWords.list.title },
    nothing: payments.length === 0,
    total: words.total(payments.length, toThePenny(payments.reduce((total, one) => total + one.amountPence, 0))),
    all: isAll ? words.all(readyAtMost) : undefined,
    leftOut: leftOut.map(({ payee, amountPence, onHold }) =>
      (onHold ? words.onHold : words.noDetails)(payee.name, toThePenny(amountPence)),
    ),
  }),
  forms: {
    build: commandForm<Building>({
      command: 'buildRun',
      standing: ({ pot }) => ({ state: 'absent', scope: { potId: pot.id, parties: {} } }),
      refusal: ({ refusal }) => refusal,
      fields: ({ payments, isAll }) => ({
        name: {
          kind: 'text',
          at: '/name',
          label: words.name,
          hint: words.nameHint,
          missing: words.nameMissing,
          width: 20,
        },
        ...(isAll
          ? {}
          : {
              which: {
                kind: 'several' as const,
                at: '/paymentIds',
                label: words.which,
                missing: words.whichMissing,
                options: payments.map(({ id, payee, amountPence, reference, dueAt }) => ({
                  value: id,
                  words: words.line(payee.name, toThePenny(amountPence)),
                  hint: words.lineHint(reference ?? '', day(dueAt)),
                })),
              },
            }),
      }),
      initial: ({ payments, now }) => ({
        name: dateInWords(londonDate(now)),
        paymentIds: payments.map(({ id }) => id),
      }),
      body: (body, { pot }) => ({ ...body, potId: pot.id }),
      placeOf: (pointer) => (pointer.startsWith('/paymentIds') ? '/paymentIds' : pointer),
      done: ({ subjectId }) => saying(`/payment-runs/${subjectId}`, 'built'),
    }),
  },
});
