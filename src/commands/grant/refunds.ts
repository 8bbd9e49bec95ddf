import type { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import { budget, transfer, type Transfer } from '../../domain/money/accounts';
import { addPeriod, type Instant } from '../../domain/calendar/calendar';
import type { Deadline } from '../../domain/calendar/deadlines';
import { refundDeadline } from '../../domain/award/grant-deadlines';
import { addPence, pence, type Pence } from '../../domain/money/money';
import { policyOf, type GrantContext } from './grant-context';

/** Money that is to come back on a grant: there is never more than one that is due. */
export interface DueRefund {
  readonly refundId: string;
  readonly amountPence: Pence;
  readonly dueAt: Instant;
}

/** The refund that is due on a grant, which is locked; undefined when none is. */
export async function findDueRefund({ tx, tenantId, subjectId }: GrantContext): Promise<DueRefund | undefined> {
  const row = await tx
    .selectFrom('refund')
    .select(['id', 'amount_pence', 'due_at'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('state', '=', 'due')
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { refundId: row.id, amountPence: pence(row.amount_pence), dueAt: row.due_at as Instant };
}

/** A refund that is asked for with this command. */
interface AskedRefund {
  readonly transfers: readonly Transfer[];
  readonly writes: readonly CompiledQuery[];
  readonly deadline: Deadline;
  readonly dueAt: Instant;
}

/** Asks for money back that was paid: a refund of its own, or more of the one that is due already, then by a new date. */
export function askForRefund(
  c: GrantContext,
  amountPence: Pence,
  due: DueRefund | undefined,
  from: Instant,
): AskedRefund {
  const { tx, tenantId, subjectId, row } = c;
  const policy = policyOf(c);
  const dueAt = addPeriod(from, policy.refundWithin);
  const refundId = due?.refundId ?? newId();
  const attempt = due === undefined ? 1 : 2;
  const spent = budget.spent(row.pot_id, subjectId);
  const write =
    due === undefined
      ? tx.insertInto('refund').values({
          tenant_id: tenantId,
          id: refundId,
          grant_id: subjectId,
          amount_pence: amountPence,
          state: 'due',
          due_at: dueAt,
        })
      : tx
          .updateTable('refund')
          .set({ amount_pence: addPence(due.amountPence, amountPence), due_at: dueAt })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', refundId);
  return {
    transfers: [
      transfer(spent, budget.refundDue(row.pot_id, subjectId), amountPence, `refund:${refundId}:ask:${attempt}`),
    ],
    writes: [write.compile()],
    deadline: refundDeadline(dueAt, policy, from),
    dueAt,
  };
}
