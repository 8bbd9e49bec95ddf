import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import type { GrantContext } from './grant-context';
import { findCondition } from './conditions';

/** A file that the group sent to show that a condition is met. */
export interface NoteEvidenceBody {
  readonly conditionId: string;
  readonly fileId: string;
}

/**
 * The engine's own, once a group has sent a file for a condition: from now on it waits for whoever looks after the grant, who is told by
 * mail. Further files are told of only once somebody has looked; one that was taken away again is not told of.
 */
export const noteEvidence = defineCommand<NoteEvidenceBody, 'grant'>('grant', 'noteEvidence', async (c) => {
  const { tx, tenantId, at, body } = c;
  const [condition, isThere] = await Promise.all([findCondition(c, body.conditionId), isFileThere(c)]);
  const event = { after: { conditionId: body.conditionId, number: condition?.number ?? null } };
  if (condition?.state !== 'open' || condition.evidence_at !== null || !isThere) return { event };
  return {
    writes: [
      tx
        .updateTable('condition')
        .set({ evidence_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', body.conditionId)
        .compile(),
    ],
    event,
    mails: tellOwner(c, 'evidence-arrived', { conditionId: body.conditionId, number: condition.number }),
  };
});

async function isFileThere({ tx, tenantId, body }: GrantContext<NoteEvidenceBody>): Promise<boolean> {
  const found = await tx
    .selectFrom('file')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', body.fileId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}
