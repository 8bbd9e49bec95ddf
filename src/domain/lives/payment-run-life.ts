import type { Life } from './life';

/** The states of one payment run. */
export const paymentRunStates = [
  'building',
  'awaiting_authorisation',
  'authorised',
  'exported',
  'sent',
  'reconciled',
  'cancelled',
] as const;
export type PaymentRunState = (typeof paymentRunStates)[number];

const unsent = ['building', 'awaiting_authorisation', 'authorised', 'exported'] as const;

/** Built by one person, authorised by another, uploaded to the bank, and told apart payment by payment. */
export const paymentRunLife = {
  buildRun: { from: ['absent'], to: ['building'], by: ['payment_maker'], event: 'payment_run_built' },
  dropPayment: {
    from: ['building', 'awaiting_authorisation', 'authorised'],
    to: ['building'],
    by: ['payment_maker'],
    event: 'payment_dropped',
  },
  requestAuthorisation: {
    from: ['building'],
    to: ['awaiting_authorisation'],
    by: ['payment_maker'],
    event: 'authorisation_requested',
  },
  chaseAuthorisation: { from: ['awaiting_authorisation'], by: ['engine'], event: 'authorisation_chased' },
  authoriseRun: {
    from: ['awaiting_authorisation'],
    to: ['authorised'],
    by: ['payment_authoriser'],
    event: 'payment_run_authorised',
  },
  exportRun: { from: ['authorised'], to: ['exported'], by: ['payment_maker'], event: 'payment_run_exported' },
  markSent: { from: ['exported'], to: ['sent'], by: ['payment_maker'], event: 'payment_run_sent' },
  recordOutcomes: {
    from: ['sent'],
    to: ['sent', 'reconciled'],
    by: ['payment_maker'],
    event: 'payment_outcomes_recorded',
  },
  chaseOutcomes: { from: ['sent'], by: ['engine'], event: 'payment_outcomes_chased' },
  cancelRun: {
    from: [...unsent],
    to: ['cancelled'],
    by: ['payment_maker', 'payment_authoriser', 'fund_manager'],
    event: 'payment_run_cancelled',
  },
  reassignRun: { from: [...unsent, 'sent'], by: ['fund_manager'], event: 'owner_changed' },
} as const satisfies Life<PaymentRunState>;

/** The phases of the payment run's workflow, in order. */
export type PaymentRunPhase = 'authority' | 'bank' | 'over';

/** The phase that a state belongs to. */
export function paymentRunPhase(state: PaymentRunState): PaymentRunPhase {
  switch (state) {
    case 'building':
    case 'awaiting_authorisation':
      return 'authority';
    case 'authorised':
    case 'exported':
    case 'sent':
      return 'bank';
    default:
      return 'over';
  }
}
