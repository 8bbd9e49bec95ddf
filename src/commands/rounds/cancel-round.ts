import type { Tx } from '../../../db/client';
import { defineCommand } from '../apply/definition';
import { undecidedOf } from './undecided';

/** Why there will be no such round. */
export interface CancelRoundBody {
  readonly reason: string;
}

/** Cancels a round and tells everybody who has a draft or an application in it; what was submitted can still be decided. */
export const cancelRound = defineCommand<CancelRoundBody, 'round'>(
  'round',
  'cancelRound',
  async ({ tx, tenantId, subjectId, row, body }) => ({
    to: 'cancelled',
    event: { after: { undecided: await undecidedOf(tx, tenantId, subjectId) }, text: body.reason },
    mails: (await applicantsOf(tx, tenantId, subjectId)).map((to) => ({
      template: 'round-cancelled',
      to,
      facts: { potId: row.pot_id },
    })),
  }),
);

async function applicantsOf(tx: Tx, tenantId: string, roundId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('application')
    .innerJoin('role', (join) =>
      join.onRef('role.tenant_id', '=', 'application.tenant_id').onRef('role.party_id', '=', 'application.party_id'),
    )
    .select('role.person_id')
    .distinct()
    .where('application.tenant_id', '=', tenantId)
    .where('application.round_id', '=', roundId)
    .where('application.stage', 'in', ['draft', 'submitted', 'checking', 'assessing'])
    .where('role.name', '=', 'applicant')
    .where('role.ended_at', 'is', null)
    .execute();
  return rows.map(({ person_id }) => person_id);
}
