/** The states of a payment, in the order in which it comes to them. */
export const paymentStates = [
  'scheduled',
  'waiting_for_cash',
  'ready',
  'in_run',
  'authorised',
  'sent',
  'settled',
  'returned',
  'unknown',
  'cancelled',
] as const;

/** Where a payment stands. */
export type PaymentState = (typeof paymentStates)[number];
