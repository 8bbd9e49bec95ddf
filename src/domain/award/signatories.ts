/** Who may sign an offer for a group, after those who have. */
import { areUnrelated, type ConnectionFacts, type PersonId } from '../decision/connections';
import { type Refusal, refuse } from '../refusals/refusal';

/**
 * Why a person may not sign next, if so: ALREADY_SIGNED, or SIGNATORIES_RELATED when they are related to somebody who
 * signed. That they may act for the group at all is asked elsewhere.
 */
export function signatoryRefusal(
  personId: PersonId,
  signed: readonly PersonId[],
  facts: ConnectionFacts,
): Refusal | undefined {
  if (signed.includes(personId)) return refuse('ALREADY_SIGNED', { facts: { signed: signed.length } });
  return areUnrelated([...signed, personId], facts) ? undefined : refuse('SIGNATORIES_RELATED');
}

/** What ties somebody to a party so that they may sign for it. An employer, whose grant purchases draw down, has no committee: its staff sign. */
export function mayBind(grant: {
  readonly isDrawnDown: boolean;
}): readonly ConnectionFacts['withParties'][number]['kind'][] {
  return grant.isDrawnDown ? ['committee', 'employee'] : ['committee'];
}
