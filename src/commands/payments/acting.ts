import type { CommandContext } from '../apply/definition';

/** The command that acts, as far as what it writes on behalf of payments has to name it. */
export type Acting = Pick<CommandContext<unknown>, 'tx' | 'tenantId' | 'commandId' | 'at' | 'actorId'>;

/** A payment as events, mails and transfers name it. */
export interface PaymentName {
  readonly id: string;
  /** Whose timeline it is on; null for money that goes back to a funder. */
  readonly grantId: string | null;
  /** Set where a purchase is paid, not an instalment. */
  readonly purchaseId: string | null;
}
