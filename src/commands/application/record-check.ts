import { v7 as newId } from 'uuid';
import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { checkExpiresOn } from '../../domain/application/checklist';
import { unrelatedCount } from '../../domain/decision/connections';
import type { CheckKind } from '../../domain/policy/policy';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { type GrantContext, policyOf } from '../grant/grant-context';
import { defineCommand } from '../apply/definition';
import { connectionFacts } from '../readings/connection-facts';
import { assessor } from './assessor';

/** What an officer found of one check. */
export interface RecordCheckBody {
  readonly kind: CheckKind;
  readonly passed: boolean;
  /** The day (in London) on which the officer saw the evidence; a passed check counts from it. */
  readonly seenOn: CalendarDate;
}

/**
 * Records a check of the group. A passed one counts for its later applications too, until it expires; one that is not passed
 * takes an earlier one back. That committee members or signatories are unrelated must follow from the standing connections.
 * @refusal CHECK_NOT_WANTED, CHECK_SEEN_IN_FUTURE, CHECK_TOO_OLD, COMMITTEE_NOT_UNRELATED, SIGNATORIES_NOT_UNRELATED, SAME_PERSON,
 * CONNECTED_PERSON
 */
export const recordCheck = defineCommand<RecordCheckBody, 'grant'>('grant', 'recordCheck', async (c) => {
  const { tx, tenantId, subjectId, row, at, body } = c;
  const wanted = policyOf(c).checks.find(({ kind }) => kind === body.kind);
  if (wanted === undefined) return refuse('CHECK_NOT_WANTED', { field: '/kind' });
  const today = londonDate(at);
  if (body.seenOn > today) return refuse('CHECK_SEEN_IN_FUTURE', { field: '/seenOn' });
  const expiresOn = checkExpiresOn(body.seenOn, wanted.validFor);
  if (body.passed && expiresOn < today) return refuse('CHECK_TOO_OLD', { field: '/seenOn', facts: { expiresOn } });
  const { personId, refusal } = await assessor(c);
  if (refusal !== undefined) return refusal;
  const notBorneOut = body.passed ? await peopleRefusal(c) : undefined;
  if (notBorneOut !== undefined) return notBorneOut;

  const { kind, passed, seenOn } = body;
  return {
    writes: [
      tx
        .insertInto('party_check')
        .values({
          tenant_id: tenantId,
          id: newId(),
          party_id: row.party_id,
          application_id: subjectId,
          kind,
          passed,
          checked_on: seenOn,
          expires_on: passed ? expiresOn : seenOn,
          checked_by: personId,
          command_id: c.commandId,
        })
        .compile(),
    ],
    event: { after: { kind, passed, seenOn, expiresOn: passed ? expiresOn : null } },
    duties: [{ duty: 'assessed', personId }],
    result: { expiresOn: passed ? expiresOn : null },
  };
});

const committeeOf = 3;
const signatoriesOf = 2;

/** Whether the people whom a check is about are known, and unrelated by their standing connections. */
async function peopleRefusal({ tx, tenantId, row, body }: GrantContext<RecordCheckBody>): Promise<Refusal | undefined> {
  const isCommittee = body.kind === 'three_unrelated_committee_members';
  if (!isCommittee && body.kind !== 'two_unrelated_signatories') return undefined;
  const members = await tx
    .selectFrom('party_connection')
    .select('person_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('party_id', '=', row.party_id)
    .where('ended_at', 'is', null)
    .$if(isCommittee, (query) => query.where('kind', '=', 'committee'))
    .$if(!isCommittee, (query) => query.where('signatory', '=', true))
    .execute();
  const persons = members.map(({ person_id }) => person_id);
  const found = unrelatedCount(persons, await connectionFacts(tx, tenantId, { persons, parties: [] }));
  const needed = isCommittee ? committeeOf : signatoriesOf;
  if (found >= needed) return undefined;
  return refuse(isCommittee ? 'COMMITTEE_NOT_UNRELATED' : 'SIGNATORIES_NOT_UNRELATED', {
    field: '/kind',
    facts: { found, needed },
  });
}
