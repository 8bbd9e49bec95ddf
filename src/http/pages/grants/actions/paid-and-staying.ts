import { pence, type Pence } from '../../../../domain/money/money';
import type { GrantData } from '../grant/data';

/** What the group was paid and has not had to return. */
export const paidAndStaying = ({ money }: GrantData['grant']): Pence =>
  pence(money === null ? 0 : money.paidPence - money.refundDuePence - money.refundedPence - money.writtenOffPence);
