import type { CompiledQuery } from 'kysely';
import { jsonb } from '../../../db/json';
import type { GrantContext } from './grant-context';
import type { Agreement } from './read-agreement';

/** Keeps the agreement as it is from the first acceptance on; nothing where it is kept already. */
export const fixAgreement = (
  { tx, tenantId, subjectId, at, commandId }: Pick<GrantContext, 'tx' | 'tenantId' | 'subjectId' | 'at' | 'commandId'>,
  agreement: Agreement | undefined,
): readonly CompiledQuery[] => {
  if (agreement?.fixedAt !== null) return [];
  const of = { tenant_id: tenantId, grant_id: subjectId };
  return [
    tx
      .insertInto('agreement')
      .values({ ...of, sha256: agreement.hash, fixed_at: at, command_id: commandId })
      .compile(),
    tx
      .insertInto('agreement_text')
      .values({ ...of, document: jsonb(agreement.document) })
      .compile(),
  ];
};
