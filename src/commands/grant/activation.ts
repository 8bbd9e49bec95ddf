import type { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import { addPeriod } from '../../domain/calendar/calendar';
import { arm, disarm, type Deadline } from '../../domain/calendar/deadlines';
import { conditionDeadline, instalmentDeadline, reportDeadline } from '../../domain/award/grant-deadlines';
import { planInstalments } from '../../domain/award/instalment-plan';
import { policyOf, type GrantContext } from './grant-context';
import { movedDueDates } from './moved-due-dates';
import type { Award } from './read-award';
import { updateAward } from './write-award';
import { updateReport } from './write-report';

/** What a grant begins with. */
export interface Activation {
  readonly writes: readonly CompiledQuery[];
  readonly deadlines: readonly Deadline[];
}

/** A condition that is still to be met, with its period where it has one of its own. */
export interface OpenCondition {
  readonly id: string;
  readonly due_within: string | null;
}

/** The conditions of an offer, in their order. */
export function openConditions({ tx, tenantId, subjectId }: GrantContext): Promise<readonly OpenCondition[]> {
  return tx
    .selectFrom('condition')
    .select(['id', 'due_within'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('state', '=', 'open')
    .orderBy('number')
    .execute();
}

/**
 * What follows from the last acceptance: payments by the policy's plan (none where a budget holder buys from the grant), dates for
 * the conditions, and the report. A report that is counted from the last payment gets its date then; a drawn-down budget has no
 * last payment, so its report is counted from acceptance whatever the policy says.
 */
export function activation(c: GrantContext, award: Award, conditions: readonly OpenCondition[]): Activation {
  const { tx, tenantId, subjectId, row, at } = c;
  const policy = policyOf(c);
  const datedConditions = conditions.map(({ id, due_within }) =>
    conditionDeadline(id, addPeriod(at, due_within ?? policy.conditionsWithin), at),
  );
  const payments = award.isDrawnDown
    ? []
    : planInstalments(award.awardedPence, policy, at).map((planned) => ({ ...planned, id: newId() }));
  const reportDueAt =
    policy.report.from === 'acceptance' || award.isDrawnDown ? addPeriod(at, policy.report.dueAfter) : null;

  const armed = [
    ...payments.map(({ id, dueAt }) => instalmentDeadline(id, dueAt, at)),
    ...datedConditions,
    ...(reportDueAt === null ? [] : [reportDeadline(reportDueAt, policy, false, at)]),
  ];
  return {
    deadlines: armed.reduce(arm, disarm(c.deadlines, 'offer')),
    writes: [
      updateAward(c, { accepted_at: at }),
      updateReport(c, { due_at: reportDueAt }),
      ...movedDueDates(c, datedConditions),
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
                  payee_id: row.host_id ?? row.party_id,
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
