import { listPayments } from '../../../../db/queries/money/payments';
import { readInTenant } from '../../../../db/queries/reading';
import { retryRefusal } from '../../../commands/payments/pay-again';
import { findPayment } from '../../../commands/payments/payment-of-grant';
import { isId } from '../../../contracts/ids';
import { staffRoles } from '../../../domain/lives/roles';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type PageContext } from '../frame/page';
import { toThePenny } from '../frame/sum';
import { paymentWords } from './words';

const words = paymentWords.again;

type Listed = Awaited<ReturnType<typeof listPayments>>['items'][number];

interface Retrying {
  readonly payment: Listed;
  readonly stage: string;
  readonly refusal: Refusal | undefined;
}

async function load({ parts, asker, params }: PageContext): Promise<Retrying | undefined> {
  const id = params['id'] ?? '';
  if (!isId(id)) return undefined;
  const { db } = parts.reading;
  const { items } = await listPayments(db, asker, { id }, { sort: 'newest', limit: 1 });
  const [payment] = items;
  if (payment?.grant == null) return undefined;
  const { tenantId } = asker;
  const grantId = payment.grant.id;
  const known =
    payment.cause === 'grant'
      ? await readInTenant(db, tenantId, (tx) => findPayment(tx, tenantId, { grantId, paymentId: id }))
      : undefined;
  // Only a running grant has payments that came back; how it stands is judged by the command itself.
  return {
    payment,
    stage: 'active',
    refusal: known === undefined ? refuse('PAYMENT_UNKNOWN', { field: '/paymentId' }) : retryRefusal(known),
  };
}

/** Paying again what the bank sent back. */
export const payAgainPage = definePage<Retrying>({
  address: '/payments/:id/again',
  for: staffRoles,
  words: paymentWords,
  load,
  show: ({ payment }) => ({
    template: 'payments/again.njk',
    title: words.title(payment.payee.name),
    back: { to: '/payments?state=returned', words: paymentWords.list.title },
    lead: words.lead(toThePenny(payment.amountPence), payment.payee.name),
    submitWords: words.submit(toThePenny(payment.amountPence)),
    purchaseId: payment.purchaseId,
    reference: payment.grant?.reference ?? '',
    grantId: payment.grant?.id,
  }),
  forms: {
    again: commandForm<Retrying>({
      command: 'payAgain',
      subjectId: ({ payment }) => payment.grant?.id ?? '',
      standing: ({ payment, stage }) => ({
        state: stage,
        onHold: payment.grant?.onHold ?? false,
        scope: { potId: payment.pot.id, parties: {} },
      }),
      refusal: ({ refusal }) => refusal,
      fields: {},
      body: (_body, { payment }) => ({ paymentId: payment.id }),
      done: () => saying('/payments', 'again'),
    }),
  },
});
