import type { Database } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import {
  eligibilityQuestions,
  eligibilityRefusals,
  type EligibilityAnswers,
} from '../../domain/application/application-refusals';
import type { Refusal } from '../../domain/refusals/refusal';
import { policyInForce } from '../application/policy-in-force';
import { tenantOfSlug } from '../readings/tenant-of-slug';

/** What somebody asks of a pot before they have an account. */
export interface CheckEligibilityBody {
  /** The organisation's name in addresses. */
  readonly organisation: string;
  readonly potId: string;
  readonly answers: EligibilityAnswers;
}

/** Which questions the pot asks, and what of the answers its rules would refuse; undefined where there is no such open pot. Nothing is kept. */
export async function checkEligibility(
  db: Database,
  { organisation, potId, answers }: CheckEligibilityBody,
): Promise<{ readonly asked: readonly string[]; readonly refusals: readonly Refusal[] } | undefined> {
  const tenantId = await tenantOfSlug(db, organisation);
  if (tenantId === undefined) return undefined;
  return inTenant(db, tenantId, async (tx) => {
    const pot = await tx
      .selectFrom('pot')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', potId)
      .where('state', '=', 'open')
      .executeTakeFirst();
    if (pot === undefined) return undefined;
    const { policy } = await policyInForce(tx, tenantId, potId);
    return { asked: eligibilityQuestions(policy), refusals: eligibilityRefusals(answers, policy) };
  });
}
