import type { Tx } from '../../../db/client';

/** A question to the group. */
export interface AskedQuestion {
  readonly id: string;
  readonly answeredAt: string | null;
}

/** The questions about an application, first asked first. One without an answer is open. */
export async function questionsOf(tx: Tx, tenantId: string, grantId: string): Promise<readonly AskedQuestion[]> {
  return tx
    .selectFrom('question')
    .select(['id', 'answered_at as answeredAt'])
    .where('tenant_id', '=', tenantId)
    .where('application_id', '=', grantId)
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
}

/** How many questions the group has still to answer. */
export async function openQuestions(tx: Tx, tenantId: string, grantId: string): Promise<number> {
  return (await questionsOf(tx, tenantId, grantId)).filter(({ answeredAt }) => answeredAt === null).length;
}
