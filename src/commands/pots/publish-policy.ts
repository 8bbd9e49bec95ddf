import { sql } from 'kysely';
import { jsonb } from '../../../db/json';
import type { Policy } from '../../domain/policy/policy';
import { together } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { policyRefusalsUnder } from './policy-field';

/** The rules that hold for everything in the pot that is not yet awarded. */
export interface PublishPolicyBody {
  readonly policy: Policy;
  /** Why they change. */
  readonly reason?: string | undefined;
}

/**
 * Publishes a new version of a pot's policy. Drafts and applications that are not decided go on by it; grants keep the version of
 * their award. The event says how many of each there are. @refusal those of `policyRefusals`, all at once
 */
export const publishPolicy = defineCommand<PublishPolicyBody, 'pot'>('pot', 'publishPolicy', async (c) => {
  const { tx, tenantId, subjectId: potId, row, actorId } = c;
  if (actorId === null) throw new Error('a policy is published by somebody');
  const unsound = together(policyRefusalsUnder('/policy', c.body.policy));
  if (unsound !== undefined) return unsound;
  const { affected, unaffected } = await tx
    .selectFrom('application')
    .select([
      sql<number>`(count(*) filter (where policy_version is null))::int`.as('affected'),
      sql<number>`(count(*) filter (where policy_version is not null))::int`.as('unaffected'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', potId)
    .where('final', '=', false)
    .executeTakeFirstOrThrow();

  const version = row.policy_version + 1;
  const told = { policyVersion: version, applicationsAffected: affected, grantsUnaffected: unaffected };
  return {
    set: { policy_version: version },
    writes: [
      tx
        .insertInto('policy')
        .values({
          tenant_id: tenantId,
          pot_id: potId,
          version,
          body: jsonb(c.body.policy),
          published_at: c.at,
          published_by: actorId,
        })
        .compile(),
      tx.deleteFrom('policy_draft').where('tenant_id', '=', tenantId).where('pot_id', '=', potId).compile(),
    ],
    event: {
      before: { policyVersion: row.policy_version },
      after: told,
      ...(c.body.reason === undefined ? {} : { text: c.body.reason }),
    },
    result: told,
  };
});
