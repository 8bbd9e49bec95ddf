import type { Refusal } from '../../domain/refusals/refusal';
import { mayPerform, type Duty } from '../../domain/people/segregation';
import { segregationFacts } from '../readings/segregation-facts';
import type { Acting, PaymentName } from './acting';

/** A payment as segregation of duties looks at it. */
interface Payable extends PaymentName {
  readonly payeeId: string;
  /** Whose grant it is, where another organisation receives the money for the group; null for none. */
  readonly partyId: string | null;
}

/**
 * Why the actor may not perform a duty on a run, if so: by what they did on the run or on any grant or purchase that it pays, and
 * by their connections to who did and to every payee. One reading, however many the payments. @refusal SAME_PERSON, CONNECTED_PERSON
 */
export async function runDutyRefusal(
  { tx, tenantId, actorId }: Pick<Acting, 'tx' | 'tenantId' | 'actorId'>,
  duty: Extract<Duty, 'built run' | 'authorised run' | 'sent run'>,
  runId: string,
  payments: readonly Payable[],
): Promise<Refusal | undefined> {
  if (actorId === null) return undefined;
  const subjects = payments.flatMap(({ grantId, purchaseId }) => [grantId, purchaseId]).filter((id) => id !== null);
  const parties = [...new Set(payments.flatMap(({ payeeId, partyId }) => [payeeId, partyId ?? payeeId]))];
  // Bank details are given on the grant, or by a provider or host on itself.
  const subjectIds = [...new Set([runId, ...subjects, ...parties])];
  const { earlier, facts } = await segregationFacts(tx, tenantId, { subjectIds, persons: [actorId], parties });
  return mayPerform(duty, actorId, earlier, { parties, facts });
}
