import { v7 as newId } from 'uuid';
import type { CalendarDate } from '../../domain/calendar/calendar';
import type { Pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** A part of the funder's pledge that is to arrive in a pot's bank account. */
export interface ExpectInstalmentBody {
  readonly potId: string;
  readonly amountPence: Pence;
  readonly expectedOn: CalendarDate;
}

/** Notes when the funder's money should come; nothing is paid from it until it is recorded. @refusal POT_UNKNOWN, POT_NOT_OF_FUND, POT_CLOSED, NOT_FOR_ONE_POT */
export const expectInstalment = defineCommand<ExpectInstalmentBody, 'fund'>('fund', 'expectInstalment', async (c) => {
  const { tx, tenantId, subjectId: fundId } = c;
  const { potId, amountPence, expectedOn } = c.body;
  const pot = await tx
    .selectFrom('pot')
    .select(['fund_id', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', potId)
    .executeTakeFirst();
  if (pot === undefined) return refuse('POT_UNKNOWN', { field: '/potId' });
  if (pot.fund_id !== fundId) return refuse('POT_NOT_OF_FUND', { field: '/potId' });
  if (pot.state !== 'open') return refuse('POT_CLOSED', { field: '/potId' });
  const reachesPot = c.roles.some(
    (role) => role.name === 'fund_manager' && (role.potId === null || role.potId === potId),
  );
  if (!reachesPot) return refuse('NOT_FOR_ONE_POT');

  const instalmentId = newId();
  return {
    writes: [
      tx
        .insertInto('instalment')
        .values({
          tenant_id: tenantId,
          id: instalmentId,
          fund_id: fundId,
          pot_id: potId,
          amount_pence: amountPence,
          expected_on: expectedOn,
        })
        .compile(),
    ],
    event: { after: { instalmentId, potId, amountPence, expectedOn } },
    result: { instalmentId },
  };
});
