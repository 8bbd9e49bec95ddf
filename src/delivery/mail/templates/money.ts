import type { MailTemplate } from '../../../contracts/mail-templates';
import { by, counted, group, pot, price, reason, service, sum, type Letter, type Template } from '../letter';

const run = ({ run: named }: Letter): string => (named === null ? 'a payment run' : `the payment run "${named.name}"`);

/** Mails about payments, payment runs and purchases. */
export const moneyTemplates = {
  'payment-sent': {
    subject: (letter) => `${sum(letter, 'amountPence')} is on its way`,
    body: (letter) => [
      letter.purchase === null
        ? `We have sent ${sum(letter, 'amountPence')} of the grant from ${pot(letter)} to your bank account.`
        : `We have sent ${sum(letter, 'amountPence')} for ${letter.purchase.service} to your bank account.`,
      'It should be with you within two working days.',
    ],
  },
  'payment-returned': {
    subject: (letter) => `Your bank sent ${sum(letter, 'amountPence')} back`,
    body: (letter) => [
      `We sent you ${sum(letter, 'amountPence')}, and your bank sent it back.`,
      'Please check the bank details that we have, and give us the right ones.',
    ],
  },
  'run-to-authorise': {
    subject: (letter) => `To be authorised: ${sum(letter, 'totalPence')}`,
    body: (letter) => [
      `${run(letter)} from ${pot(letter)}, with ${counted(letter, 'payments', 'payment', 'payments')} of ${sum(letter, 'totalPence')} in all, waits for somebody to authorise it.`,
    ],
  },
  'run-authorised': {
    subject: () => 'A payment run is authorised',
    body: (letter) => [
      `${run(letter)} is authorised: ${counted(letter, 'payments', 'payment', 'payments')}, ${sum(letter, 'totalPence')} in all. It can be released for the bank.`,
    ],
  },
  'run-authorisation-late': {
    subject: () => 'A payment run still waits for authorisation',
    body: (letter) => [
      `${run(letter)} from ${pot(letter)} still waits for somebody to authorise it, and people wait for their money.`,
    ],
  },
  'run-outcomes-late': {
    subject: () => 'What became of a payment run?',
    body: (letter) => [
      `${run(letter)} was sent a while ago. Please look at the bank statement, and record what became of each payment.`,
    ],
  },
  'run-yours-now': {
    subject: () => 'A payment run is yours to look after',
    body: (letter) => [`${run(letter)} from ${pot(letter)} was given to you to look after.`],
  },

  'purchase-to-authorise': {
    subject: (letter) => `To be authorised: a purchase of ${price(letter)}`,
    body: (letter) => [`${group(letter)} asks for ${service(letter)}, for ${price(letter)}. It needs your authority.`],
  },
  'purchase-authorisation-late': {
    subject: () => 'A purchase still waits for authority',
    body: (letter) => [
      `${group(letter)} still waits for somebody to authorise ${service(letter)}, for ${price(letter)}.`,
    ],
  },
  'purchase-authorised': {
    subject: () => 'Your purchase is authorised',
    body: (letter) => [`You can order ${service(letter)}, for ${price(letter)}.`],
  },
  'purchase-refused': {
    subject: () => 'Your purchase is not authorised',
    body: (letter) => [`Your purchase of ${service(letter)} was not authorised.`, reason(letter, 'This is why:')],
  },
  'purchase-cancelled': {
    subject: () => 'A purchase is cancelled',
    body: (letter) => [`${service(letter)}, for ${price(letter)}, is cancelled.`, reason(letter, 'This is why:')],
  },
  'purchase-disputed': {
    subject: () => 'Something is wrong with a purchase',
    body: (letter) => [
      `Something is wrong with ${service(letter)}: nothing is paid until that is settled.`,
      reason(letter, 'This is what:'),
    ],
  },
  'purchase-yours-now': {
    subject: () => 'A purchase is yours to look after',
    body: (letter) => [`${service(letter)}, bought by ${group(letter)}, was given to you to look after.`],
  },
  'order-placed': {
    subject: () => 'An order for you',
    body: (letter) => [
      `${group(letter)} orders ${letter.purchase?.service ?? 'a service'} from you, for ${sum(letter, 'pricePence')} including VAT.`,
      by(letter, 'deliverBy', 'Please deliver it by'),
      'Say whether you accept the order.',
    ],
  },
  'order-accepted': {
    subject: () => 'Your order is accepted',
    body: (letter) => [`Your order of ${service(letter)} is accepted.`],
  },
  'order-declined': {
    subject: () => 'An order was declined',
    body: (letter) => [
      `${service(letter)} cannot be delivered: the order was declined, and the money is back in the budget.`,
      reason(letter, 'This is why:'),
    ],
  },
  'delivery-late': {
    subject: () => 'Was this delivered?',
    body: (letter) => [
      `${service(letter)} should have been delivered by now. Please record that it was, or that it was not.`,
    ],
  },
  'service-not-delivered': {
    subject: () => 'A service was not delivered',
    body: (letter) => [
      `${service(letter)} was not delivered.`,
      reason(letter, 'This is why:'),
      'It may still come, or you can cancel it.',
    ],
  },
  'send-invoice': {
    subject: () => 'Please send your invoice',
    body: (letter) => [
      `${letter.purchase?.service ?? 'The service'} was delivered. Please enter your invoice, so that we can pay you.`,
    ],
  },
  'invoice-to-match': {
    subject: (letter) => `An invoice of ${sum(letter, 'invoicePence')}`,
    body: (letter) => [
      `There is an invoice of ${sum(letter, 'invoicePence')} for ${service(letter)}, which was ordered for ${price(letter)}. Please match it.`,
    ],
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;
