import { listPayments } from '../../../../db/queries/money/payments';
import { readQueueAhead, type QueueAhead } from '../../../../db/queries/money/queue-ahead';
import { readInTenant } from '../../../../db/queries/reading';
import { aheadRefusal, coveredRefusal } from '../../../commands/payments/overtake-queue';
import { isId } from '../../../contracts/ids';
import { pence } from '../../../domain/money/money';
import type { Refusal } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type PageContext } from '../frame/page';
import { toThePenny } from '../frame/sum';
import { paymentWords } from './words';

const words = paymentWords.ahead;

type Listed = Awaited<ReturnType<typeof listPayments>>['items'][number];

interface Overtaking {
  readonly payment: Listed & { readonly grant: NonNullable<Listed['grant']> };
  readonly queue: QueueAhead;
  readonly refusal: Refusal | undefined;
}

async function load({ parts, asker, params }: PageContext): Promise<Overtaking | undefined> {
  const id = params['id'] ?? '';
  if (!isId(id)) return undefined;
  const { db } = parts.reading;
  const [{ items }, queue] = await Promise.all([
    listPayments(db, asker, { id }, { sort: 'newest', limit: 1 }),
    readQueueAhead(db, asker, id),
  ]);
  const [payment] = items;
  if (payment?.grant == null || queue === undefined) return undefined;
  const { tenantId, personId } = asker;
  const { grant, purchaseId } = payment;
  const covered = coveredRefusal({ ...queue, state: payment.state, amountPence: pence(payment.amountPence) });
  const refusal =
    covered ??
    (await readInTenant(db, tenantId, (tx) =>
      aheadRefusal(
        { tx, tenantId, personId },
        { grantId: grant.id, purchaseId, payeeId: queue.payeeId },
        {
          party_id: queue.partyId,
          host_id: queue.hostId,
        },
      ),
    ));
  return { payment: { ...payment, grant }, queue, refusal };
}

/** Letting a payment that waits for cash go before those that wait longer. */
export const payAheadPage = definePage<Overtaking>({
  address: '/payments/:id/ahead',
  for: ['fund_manager'],
  words: paymentWords,
  load,
  show: ({ payment, queue }) => ({
    template: 'payments/ahead.njk',
    title: words.title(payment.payee.name),
    back: { to: '/payments?state=waiting_for_cash', words: paymentWords.list.title },
    reference: payment.grant.reference ?? '',
    will: [
      words.takes(toThePenny(payment.amountPence), toThePenny(queue.bankPence)),
      words.waits(queue.ahead, toThePenny(queue.aheadPence)),
      words.not,
    ],
    submitWords: words.submit(toThePenny(payment.amountPence)),
  }),
  forms: {
    ahead: commandForm<Overtaking>({
      command: 'overtakeQueue',
      subjectId: ({ payment }) => payment.grant.id,
      // Only a running grant has payments that wait.
      standing: ({ payment }) => ({
        state: 'active',
        onHold: payment.grant.onHold,
        scope: { potId: payment.pot.id, parties: {} },
      }),
      refusal: ({ refusal }) => refusal,
      fields: {
        reason: {
          kind: 'longText',
          at: '/reason',
          label: words.reason,
          hint: words.reasonHint,
          missing: words.reasonMissing,
          atMost: 4000,
          rows: 3,
        },
      },
      body: (body, { payment }) => ({ ...body, paymentId: payment.id }),
      done: () => saying('/payments?state=ready', 'ahead'),
    }),
  },
});
