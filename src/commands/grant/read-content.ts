import type { ApplicationContent } from '../../domain/application/application';
import type { GrantContext } from './grant-context';

/** What the group applied with, or agreed anew. It holds personal data: none of it goes into events or results. */
export async function readContent({
  tx,
  tenantId,
  subjectId,
}: Pick<GrantContext, 'tx' | 'tenantId' | 'subjectId'>): Promise<ApplicationContent> {
  const { content } = await tx
    .selectFrom('application_content')
    .select('content')
    .where('tenant_id', '=', tenantId)
    .where('application_id', '=', subjectId)
    .executeTakeFirstOrThrow();
  return content as unknown as ApplicationContent; // what was submitted had been validated
}
