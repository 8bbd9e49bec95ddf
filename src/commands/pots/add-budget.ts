import { budget, transfer } from '../../domain/money/accounts';
import type { Pence } from '../../domain/money/money';
import { defineCommand } from '../apply/definition';

/** More that may be awarded from the pot. */
export interface AddBudgetBody {
  readonly amountPence: Pence;
  readonly reason?: string | undefined;
}

/** Puts more of the funder's pledge into a pot. */
export const addBudget = defineCommand<AddBudgetBody, 'pot'>(
  'pot',
  'addBudget',
  async ({ row, subjectId: potId, commandId, body }) => ({
    transfers: [
      transfer(
        budget.pledge(row.fund_id),
        budget.available(potId),
        body.amountPence,
        `pot:${potId}:add-budget:${commandId}`,
      ),
    ],
    event: { after: { addedPence: body.amountPence }, ...(body.reason === undefined ? {} : { text: body.reason }) },
  }),
);
