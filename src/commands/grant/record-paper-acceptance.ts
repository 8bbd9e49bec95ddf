import { v7 as newId } from 'uuid';
import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { dutyRefusal } from './duty-refusal';
import { actorOf } from './grant-context';
import { countPaper } from './paper-signatories';
import { readAgreement } from './read-agreement';
import { readAward } from './read-award';

/** An agreement that came back signed on paper. */
export interface RecordPaperAcceptanceBody {
  /** The fingerprint that stands at the end of the paper. */
  readonly agreementHash: string;
  /** The scan, kept as a file of the grant. */
  readonly fileId: string;
  /** Whose names signed it: people who are written down as of the group. */
  readonly signatoryIds: readonly string[];
  /** The day that stands beside the signatures. */
  readonly signedOn: CalendarDate;
}

/**
 * An officer records that the group signed the agreement on paper, for a group that nobody reads email for. Nothing is accepted by it: somebody
 * else of the staff looks at the scan first. Recorded again, it puts right what was recorded before.
 * @refusal NEW_BUDGET_NEEDED, CONNECTED_PERSON, AGREEMENT_CHANGED, DAY_IN_FUTURE, PAPER_SIGNED_TOO_EARLY, and those of {@link countPaper}
 */
export const recordPaperAcceptance = defineCommand<RecordPaperAcceptanceBody, 'grant'>(
  'grant',
  'recordPaperAcceptance',
  async (c) => {
    const { tx, tenantId, subjectId, at, commandId, body } = c;
    const { agreementHash, fileId, signatoryIds, signedOn } = body;
    const [award, agreement, duty] = await Promise.all([
      readAward(c),
      readAgreement(tx, tenantId, subjectId),
      dutyRefusal(c, 'recorded paper acceptance'),
    ]);
    if (award.needsNewBudget) return refuse('NEW_BUDGET_NEEDED', { facts: { awardedPence: award.awardedPence } });
    if (duty !== undefined) return duty;
    if (agreementHash !== agreement?.hash) return refuse('AGREEMENT_CHANGED', { field: '/agreementHash' });
    if (signedOn > londonDate(at)) return refuse('DAY_IN_FUTURE', { field: '/signedOn' });
    if (signedOn < award.decidedOn) return refuse('PAPER_SIGNED_TOO_EARLY', { field: '/signedOn' });
    const counts = await countPaper(c, award, { personIds: signatoryIds, fileId });
    if ('code' in counts) return counts;

    const personId = actorOf(c);
    const paperAcceptanceId = newId();
    return {
      writes: [
        tx
          .insertInto('paper_acceptance')
          .values({
            tenant_id: tenantId,
            id: paperAcceptanceId,
            grant_id: subjectId,
            file_id: fileId,
            agreement_sha256: agreementHash,
            signed_on: signedOn,
            recorded_by: personId,
            recorded_at: at,
            command_id: commandId,
          })
          .compile(),
        tx
          .insertInto('paper_acceptance_signatory')
          .values(
            counts.newlySigned.map((signatoryId) => ({
              tenant_id: tenantId,
              paper_acceptance_id: paperAcceptanceId,
              person_id: signatoryId,
            })),
          )
          .compile(),
      ],
      event: { after: { paperAcceptanceId, fileId, signedOn } },
      duties: [{ duty: 'recorded paper acceptance', personId }],
      result: { paperAcceptanceId },
    };
  },
);
