import { jsonb } from '../../../db/json';
import { budget, transfer } from '../../domain/money/accounts';
import type { Pence } from '../../domain/money/money';
import type { Policy } from '../../domain/policy/policy';
import { refuse, together } from '../../domain/refusals/refusal';
import { announce } from '../announcements/announce';
import { defineCreation, tenantWide } from '../apply/definition';
import { ownerRefusal } from '../people/owner';
import { wholeOrganisationRefusal } from '../people/whole-organisation';
import { policyRefusalsUnder } from './policy-field';

/** What may be awarded from a fund, and by which rules. */
export interface OpenPotBody {
  readonly fundId: string;
  readonly name: string;
  /** References of its applications begin with it: `CRO` gives `CRO-2026-0042`. Two to six capital letters. */
  readonly referencePrefix: string;
  readonly ownerId: string;
  /** What may be awarded in all; more can be added. */
  readonly budgetPence: Pence;
  readonly policy: Policy;
}

/**
 * Opens a pot with its first policy, and puts the budget into it. @refusal NOT_FOR_ONE_POT, FUND_UNKNOWN, FUND_CLOSED, PERSON_UNKNOWN,
 * OWNER_NOT_STAFF, REFERENCE_PREFIX_TAKEN, and those of `policyRefusals`, all at once
 */
export const openPot = defineCreation<OpenPotBody, 'pot'>(
  'pot',
  'openPot',
  async () => tenantWide,
  async (c) => {
    const { tx, tenantId, subjectId: potId, actorId } = c;
    const { fundId, name, referencePrefix, ownerId, budgetPence, policy } = c.body;
    if (actorId === null) throw new Error('a pot is opened by somebody');
    const onePotOnly = wholeOrganisationRefusal(c.roles, 'fund_manager');
    if (onePotOnly !== undefined) return onePotOnly;

    // Shared, so that the fund is not closed meanwhile.
    const fund = await tx
      .selectFrom('fund')
      .select('state')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', fundId)
      .forShare()
      .executeTakeFirst();
    if (fund === undefined) return refuse('FUND_UNKNOWN', { field: '/fundId' });
    if (fund.state !== 'open') return refuse('FUND_CLOSED', { field: '/fundId' });
    const unfit = await ownerRefusal(tx, { tenantId, ownerId, potId: null });
    if (unfit !== undefined) return unfit;
    const taken = await tx
      .selectFrom('pot')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('reference_prefix', '=', referencePrefix)
      .executeTakeFirst();
    if (taken !== undefined) return refuse('REFERENCE_PREFIX_TAKEN', { field: '/referencePrefix' });
    const unsound = together(policyRefusalsUnder('/policy', policy));
    if (unsound !== undefined) return unsound;

    return {
      to: 'open',
      create: {
        fund_id: fundId,
        name,
        reference_prefix: referencePrefix,
        owner_id: ownerId,
        policy_version: 1,
        created_at: c.at,
      },
      writes: [
        tx
          .insertInto('policy')
          .values({
            tenant_id: tenantId,
            pot_id: potId,
            version: 1,
            body: jsonb(policy),
            published_at: c.at,
            published_by: actorId,
          })
          .compile(),
        // A pot with rounds takes applications when one opens.
        ...(policy.intake === 'rolling'
          ? [
              announce(tx, {
                tenantId,
                commandId: c.commandId,
                potId,
                about: { type: 'pot', id: potId },
                closesAt: null,
              }),
            ]
          : []),
      ],
      transfers: [transfer(budget.pledge(fundId), budget.available(potId), budgetPence, `pot:${potId}:open`)],
      event: { after: { fundId, ownerId, budgetPence, policyVersion: 1 } },
    };
  },
);
