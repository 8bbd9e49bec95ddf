import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { activation, openConditions } from './activation';
import { dutyRefusal } from './duty-refusal';
import { fixAgreement } from './fix-agreement';
import { actorOf, mailTo, policyOf, type GrantContext } from './grant-context';
import { countPaper } from './paper-signatories';
import { groupOf } from './people-to-tell';
import { readAgreement } from './read-agreement';
import { readAward } from './read-award';

/** That somebody has looked at a scan. */
export interface ConfirmPaperAcceptanceBody {
  /** What was recorded of it, as they read it. */
  readonly paperAcceptanceId: string;
  /** That they looked at the scan, and it shows what was recorded. */
  readonly isAsRecorded?: boolean | undefined;
}

/**
 * A second member of staff says that the scan shows what a colleague recorded; with that the group has accepted, and the grant is active. Who entered
 * or assessed the application, decided on it, pays from it or recorded the paper may not.
 * @refusal NEW_BUDGET_NEEDED, SAME_PERSON, CONNECTED_PERSON, PAPER_CHANGED, PAPER_NOT_LOOKED_AT, AGREEMENT_CHANGED, and those of {@link countPaper}
 */
export const confirmPaperAcceptance = defineCommand<ConfirmPaperAcceptanceBody, 'grant'>(
  'grant',
  'confirmPaperAcceptance',
  async (c) => {
    const { tx, tenantId, subjectId, row, at, commandId, body } = c;
    const [award, agreement, paper, conditions, group, duty] = await Promise.all([
      readAward(c),
      readAgreement(tx, tenantId, subjectId),
      lastRecorded(c),
      openConditions(c),
      groupOf(c),
      dutyRefusal(c, 'confirmed paper acceptance'),
    ]);
    if (award.needsNewBudget) return refuse('NEW_BUDGET_NEEDED', { facts: { awardedPence: award.awardedPence } });
    if (duty !== undefined) return duty;
    if (paper?.id !== body.paperAcceptanceId) return refuse('PAPER_CHANGED', { field: '/paperAcceptanceId' });
    if (body.isAsRecorded !== true) return refuse('PAPER_NOT_LOOKED_AT', { field: '/isAsRecorded' });
    if (paper.agreement_sha256 !== agreement?.hash) return refuse('AGREEMENT_CHANGED');
    const counts = await countPaper(c, award, { personIds: paper.signatories, fileId: paper.file_id });
    if ('code' in counts) return counts;

    const personId = actorOf(c);
    const begun = activation(c, award, conditions);
    const told = { acceptances: counts.acceptances, needed: policyOf(c).offer.signatories };
    return {
      to: 'active',
      deadlines: begun.deadlines,
      writes: [
        tx
          .updateTable('paper_acceptance')
          .set({ confirmed_by: personId, confirmed_at: at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', paper.id)
          .compile(),
        tx
          .insertInto('acceptance')
          .values(
            counts.newlySigned.map((signatoryId) => ({
              tenant_id: tenantId,
              grant_id: subjectId,
              person_id: signatoryId,
              accepted_at: at,
              command_id: commandId,
              agreement_sha256: paper.agreement_sha256,
              paper_acceptance_id: paper.id,
            })),
          )
          .compile(),
        ...fixAgreement(c, agreement),
        ...begun.writes,
      ],
      event: { after: { ...told, paperAcceptanceId: paper.id, fileId: paper.file_id, signedOn: paper.signed_on } },
      duties: [{ duty: 'confirmed paper acceptance', personId }],
      result: told,
      mails: [
        ...mailTo(group, 'grant-began', { bankDetailsNeeded: award.wantsBankDetails }),
        ...mailTo([row.owner_id], 'offer-accepted'),
      ],
    };
  },
);

/** What was recorded last of the group's paper, with who signed it. */
async function lastRecorded({ tx, tenantId, subjectId }: GrantContext) {
  const rows = await tx
    .selectFrom('paper_acceptance as p')
    .innerJoin('paper_acceptance_signatory as s', (join) =>
      join.onRef('s.tenant_id', '=', 'p.tenant_id').onRef('s.paper_acceptance_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.file_id', 'p.agreement_sha256', 'p.signed_on', 's.person_id'])
    .where('p.tenant_id', '=', tenantId)
    .where('p.grant_id', '=', subjectId)
    .orderBy('p.recorded_at', 'desc')
    .orderBy('p.id', 'desc')
    .orderBy('s.person_id')
    .execute();
  const [last] = rows;
  return last && { ...last, signatories: rows.filter(({ id }) => id === last.id).map((one) => one.person_id) };
}
