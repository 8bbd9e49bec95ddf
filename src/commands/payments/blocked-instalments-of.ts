import type { FollowUp } from '../apply/change';
import type { CommandContext } from '../apply/definition';

/**
 * Instalments that fell due and had no account of this payee to go to: they fall due again, all but those of one grant, which sees to its
 * own, and those that a condition keeps anyhow: settling it makes them fall due.
 */
export async function blockedInstalmentsOf(
  { tx, tenantId, at }: Pick<CommandContext<unknown>, 'tx' | 'tenantId' | 'at'>,
  payeeId: string,
  bankAccountId: string,
  exceptGrantId?: string,
): Promise<readonly FollowUp[]> {
  const blocked = await tx
    .selectFrom('payment')
    .innerJoin('application', (join) =>
      join.onRef('application.tenant_id', '=', 'payment.tenant_id').onRef('application.id', '=', 'payment.grant_id'),
    )
    .select(['payment.id', 'application.id as grant_id'])
    .where('payment.tenant_id', '=', tenantId)
    .where('payment.payee_id', '=', payeeId)
    .where('payment.cause', '=', 'grant')
    .where('payment.state', '=', 'scheduled')
    .where((row) => row.eb('payment.due_at', '<=', row.fn.coalesce('application.held_since', row.val(at))))
    .where('application.stage', '=', 'active')
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('condition')
            .select('condition.id')
            .whereRef('condition.tenant_id', '=', 'payment.tenant_id')
            .whereRef('condition.grant_id', '=', 'payment.grant_id')
            .where('condition.state', 'in', ['open', 'failed']),
        ),
      ),
    )
    .$if(exceptGrantId !== undefined, (query) => query.where('application.id', '<>', exceptGrantId ?? ''))
    .orderBy('payment.sequence')
    .execute();
  return blocked.map(({ id, grant_id }) => ({
    command: 'payInstalment',
    subjectId: grant_id,
    body: { about: id },
    key: `bank-details:${bankAccountId}:${id}`,
  }));
}
