import type { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import { addPeriod } from '../../domain/calendar';
import { arm, disarm, type Deadline } from '../../domain/deadlines';
import { conditionDeadline, instalmentDeadline, reportDeadline } from '../../domain/grant-deadlines';
import { planInstalments } from '../../domain/instalment-plan';
import { policyOf, type GrantContext } from './grant-context';
import type { Award } from './read-award';

/** What a grant begins with. */
export interface Activation {
  readonly writes: readonly CompiledQuery[];
  readonly deadlines: readonly Deadline[];
}

/**
 * What follows from the last acceptance: payments by the policy's plan (none where a budget holder buys from the grant), dates for
 * the conditions, and the report. A report that is counted from the last payment gets its date then; a drawn-down budget has no
 * last payment, so its report is counted from acceptance whatever the policy says.
 */
export async function activation(c: GrantContext, award: Award): Promise<Activation> {
  const { tx, tenantId, subjectId, row, at } = c;
  const policy = policyOf(c);
  const conditions = await tx
    .selectFrom('condition')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('state', '=', 'open')
    .orderBy('number')
    .execute();
  const conditionsDueAt = addPeriod(at, policy.conditionsWithin);
  const payments = award.isDrawnDown
    ? []
    : planInstalments(award.awardedPence, policy, at).map((planned) => ({ ...planned, id: newId() }));
  const reportDueAt =
    policy.report.from === 'acceptance' || award.isDrawnDown ? addPeriod(at, policy.report.dueAfter) : null;

  const armed = [
    ...payments.map(({ id, dueAt }) => instalmentDeadline(id, dueAt, at)),
    ...conditions.map(({ id }) => conditionDeadline(id, conditionsDueAt, at)),
    ...(reportDueAt === null ? [] : [reportDeadline(reportDueAt, policy, false, at)]),
  ];
  return {
    deadlines: armed.reduce(arm, disarm(c.deadlines, 'offer')),
    writes: [
      tx
        .updateTable('award')
        .set({ accepted_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', subjectId)
        .compile(),
      tx
        .insertInto('report')
        .values({ tenant_id: tenantId, grant_id: subjectId, state: 'not_due', due_at: reportDueAt })
        .compile(),
      ...(conditions.length === 0
        ? []
        : [
            tx
              .updateTable('condition')
              .set({ due_at: conditionsDueAt })
              .where('tenant_id', '=', tenantId)
              .where('grant_id', '=', subjectId)
              .where('state', '=', 'open')
              .compile(),
          ]),
      ...(payments.length === 0
        ? []
        : [
            tx
              .insertInto('payment')
              .values(
                payments.map(({ id, number, amountPence, dueAt }) => ({
                  tenant_id: tenantId,
                  id,
                  cause: 'grant',
                  grant_id: subjectId,
                  pot_id: row.pot_id,
                  payee_id: row.party_id,
                  number,
                  amount_pence: amountPence,
                  due_at: dueAt,
                  scheduled_at: at,
                  state: 'scheduled',
                })),
              )
              .compile(),
          ]),
    ],
  };
}
