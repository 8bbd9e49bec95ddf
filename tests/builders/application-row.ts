import { randomUUID } from 'node:crypto';

import type { GrantStage } from '../../src/domain/lives/grant-life';
import type { Actor, Inbox } from '../support/inbox';

/** An application as another area sees it: a row in some stage. */
export interface ApplicationRow {
  readonly potId: string;
  readonly partyId: string;
  readonly applicant: Actor;
  readonly stage: GrantStage;
  readonly roundId?: string;
  /** Given for one that has been awarded. */
  readonly policyVersion?: number;
}

/** Writes an application straight into its table, for tests that are about something else. @returns its id */
export async function anApplicationRow(inbox: Pick<Inbox, 'look'>, row: ApplicationRow): Promise<string> {
  const applicationId = randomUUID();
  const isOver = ['not_yet', 'withdrawn', 'ineligible', 'expired', 'closed', 'declined', 'lapsed'].includes(row.stage);
  const reference = row.stage === 'draft' ? null : `TST-2026-${applicationId.slice(0, 8)}`;
  await inbox.look(
    `insert into application (tenant_id, id, pot_id, party_id, round_id, reference, stage, created_by, policy_version, final, created_at, changed_at, submitted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, app.now(), app.now(), case when $6::text is null then null else app.now() end)`,
    [
      row.applicant.tenantId,
      applicationId,
      row.potId,
      row.partyId,
      row.roundId ?? null,
      reference,
      row.stage,
      row.applicant.personId,
      row.policyVersion ?? null,
      isOver,
    ],
  );
  return applicationId;
}
