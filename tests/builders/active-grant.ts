import { inTenant } from '../../db/transaction';
import { readAgreement } from '../../src/commands/grant/read-agreement';
import type { Actor, Answer, Inbox } from '../support/inbox';
import { anAward, type Award, type AwardFacts } from './award';
import { content } from './application';
import { aMember, someBankDetails, type Employer, type Group } from './group';

type Sending = Pick<Inbox, 'done' | 'db' | 'look'>;

/** A grant to a group: chair and secretary accept it, and the chair gives bank details. */
export interface ActiveGrantFacts extends AwardFacts {
  readonly group: Group;
}

/** A grant that two unrelated members of the committee accepted, with the bank details of its group. */
export interface ActiveGrant extends Award {
  readonly group: Group;
  readonly bankAccountId: string;
  /** In the order in which they were written; empty without conditions. */
  readonly conditionIds: readonly string[];
  readonly paymentIds: readonly string[];
}

/** A grant that is running: nothing of it is paid yet. Where less is awarded than was asked for, the budget is agreed anew. */
export async function anActiveGrant(inbox: Sending, facts: ActiveGrantFacts): Promise<ActiveGrant> {
  const award = await anAward(inbox, facts);
  const { group, askedPence, awardedPence = askedPence } = facts;
  if (awardedPence < askedPence) await inbox.done(group.applicant, 'agreeBudget', award.grantId, newPlan(awardedPence));
  await signedBy(inbox, group.applicant, award.grantId);
  await signedBy(inbox, group.secretary, award.grantId);
  const given = await inbox.done(group.applicant, 'giveBankDetails', award.grantId, someBankDetails('The group'));
  return {
    ...award,
    group,
    bankAccountId: String(given.result?.['bankAccountId']),
    conditionIds: await idsOf(inbox, 'select id from condition where grant_id = $1 order by number', award.grantId),
    paymentIds: await idsOf(inbox, 'select id from payment where grant_id = $1 order by number', award.grantId),
  };
}

/** A budget that a budget holder may buy from: what is asked for is awarded, and two of her employer's staff accept. */
export async function anActiveBudget(
  inbox: Sending,
  facts: Omit<AwardFacts, 'group'> & { readonly employer: Employer },
): Promise<Award & { readonly employer: Employer }> {
  const { organisation, employer } = facts;
  const award = await anAward(inbox, { ...facts, group: employer });
  const clerk = await aMember(inbox, organisation, employer.partyId, { name: 'Court Clerk', role: 'applicant' });
  for (const person of [employer.applicant, clerk]) {
    const body = { personId: person.personId, kind: 'employee' };
    await inbox.done(organisation.manager, 'connectToParty', employer.partyId, body);
    await signedBy(inbox, person, award.grantId);
  }
  return { ...award, employer };
}

/** Somebody accepts an offer by signing its agreement as it is. */
export async function signedBy(inbox: Sending, person: Actor, grantId: string): Promise<Answer> {
  return inbox.done(person, 'acceptOffer', grantId, await aSignature(inbox, person, grantId));
}

/** What somebody accepts an offer with: the fingerprint of its agreement, and their own name. */
export async function aSignature(
  { db }: Pick<Inbox, 'db'>,
  { tenantId, personId }: Actor,
  grantId: string,
): Promise<{ readonly agreementHash: string | undefined; readonly signature: string }> {
  return inTenant(db, tenantId, async (tx) => {
    const agreement = await readAgreement(tx, tenantId, grantId);
    const { name } = await tx.selectFrom('person').select('name').where('id', '=', personId).executeTakeFirstOrThrow();
    return { agreementHash: agreement?.hash, signature: name };
  });
}

/** Budget and targets for a smaller sum, as `agreeBudget` takes them. */
export function newPlan(awardedPence: number): object {
  const { activities, budget } = content(awardedPence);
  return { activities, budget };
}

async function idsOf(inbox: Pick<Inbox, 'look'>, query: string, grantId: string): Promise<readonly string[]> {
  return (await inbox.look<{ id: string }>(query, [grantId])).map(({ id }) => id);
}
