import { jsonb } from '../../../db/json';
import type { Activity, ApplicationContent, BudgetLine } from '../../domain/application/application';
import { activityRefusals, budgetRefusals } from '../../domain/application/application-refusals';
import { refuse, together } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { mailTo } from './grant-context';
import { readAward } from './read-award';
import { readContent } from './read-content';

/** Budget and targets for a sum that is less than the group asked for. */
export interface AgreeBudgetBody {
  readonly activities: readonly Activity[];
  readonly budget: readonly BudgetLine[];
  /** As before, where it is left out. */
  readonly peopleHelped?: number | undefined;
}

/**
 * The group agrees what it will do for the awarded sum: the budget asks for exactly that. @refusal BUDGET_AGREED_ALREADY, and those
 * of an application's activities and budget
 */
export const agreeBudget = defineCommand<AgreeBudgetBody, 'grant'>('grant', 'agreeBudget', async (c) => {
  const { tx, tenantId, subjectId, body } = c;
  const award = await readAward(c);
  if (!award.needsNewBudget) return refuse('BUDGET_AGREED_ALREADY');
  const wrong = together([
    ...activityRefusals(body.activities),
    ...budgetRefusals(body.budget, award.awardedPence),
    ...(body.peopleHelped === undefined || (Number.isSafeInteger(body.peopleHelped) && body.peopleHelped > 0)
      ? []
      : [refuse('PEOPLE_HELPED_NOT_POSITIVE', { field: '/peopleHelped' })]),
  ]);
  if (wrong !== undefined) return wrong;

  const before = await readContent(c);
  const content: ApplicationContent = {
    ...before,
    askedPence: award.awardedPence,
    activities: body.activities,
    budget: body.budget,
    peopleHelped: body.peopleHelped ?? before.peopleHelped,
  };
  return {
    writes: [
      tx
        .updateTable('application_content')
        .set({ content: jsonb(content) })
        .where('tenant_id', '=', tenantId)
        .where('application_id', '=', subjectId)
        .compile(),
      tx
        .updateTable('award')
        .set({ needs_new_budget: false })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', subjectId)
        .compile(),
    ],
    event: { before: { askedPence: before.askedPence }, after: { askedPence: award.awardedPence } },
    mails: mailTo([c.row.owner_id], 'budget-agreed'),
  };
});
