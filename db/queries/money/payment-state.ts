import { sql } from 'kysely';
import type { PaymentState } from '../../../src/domain/money/payment-states';

/** The state of a payment, by its type. */
export const paymentState = (payment: string) => sql<PaymentState>`${sql.ref(`${payment}.state`)}`;
