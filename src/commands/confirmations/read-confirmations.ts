import type { Confirmation, ConfirmationKind, ConfirmationState } from '../../domain/application/confirmations';
import type { GrantContext } from '../grant/grant-context';

/** A confirmation of an application that counts. */
export interface KnownConfirmation extends Confirmation {
  readonly id: string;
}

/** An application's confirmations, without those that others have taken the place of. */
export async function confirmationsOf({
  tx,
  tenantId,
  subjectId,
}: Pick<GrantContext, 'tx' | 'tenantId' | 'subjectId'>): Promise<readonly KnownConfirmation[]> {
  const rows = await tx
    .selectFrom('confirmation')
    .select(['id', 'kind', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('state', '<>', 'replaced')
    .orderBy('sequence')
    .execute();
  return rows.map(({ id, kind, state }) => ({ id, kind: kind as ConfirmationKind, state: state as ConfirmationState }));
}
