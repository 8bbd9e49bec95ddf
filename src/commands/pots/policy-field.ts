import type { Policy } from '../../domain/policy/policy';
import { policyRefusals } from '../../domain/policy/policy-refusals';
import type { Refusal } from '../../domain/refusals/refusal';

/** What is wrong with a policy that was given as one field of a body, with pointers into that body. */
export function policyRefusalsUnder(field: string, policy: Policy): readonly Refusal[] {
  return policyRefusals(policy).map((refusal) => ({ ...refusal, field: `${field}${refusal.field ?? ''}` }));
}
