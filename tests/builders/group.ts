import { randomUUID } from 'node:crypto';

import type { Role } from '../../src/domain/lives/roles';
import { testSeal } from '../support/seal';
import type { Actor, Inbox } from '../support/inbox';
import type { Organisation } from './organisation';

type Sending = Pick<Inbox, 'done'>;

/** A community group with three committee members who are unrelated; all three hold the applicant's role, the first two sign. */
export interface Group {
  readonly partyId: string;
  readonly applicant: Actor;
  readonly secretary: Actor;
  readonly treasurer: Actor;
}

/** Adds a group and its committee by commands. */
export async function aGroup(
  inbox: Sending,
  organisation: Organisation,
  facts: { name?: string } = {},
): Promise<Group> {
  const partyId = await aParty(inbox, organisation, {
    kind: 'group',
    name: facts.name ?? 'Kreative Education Solution',
    organisationType: 'unincorporated_association',
  });
  const member = async (position: string, signatory: boolean) => {
    const person = await aMember(inbox, organisation, partyId, { name: `The group's ${position}`, role: 'applicant' });
    await inbox.done(organisation.manager, 'connectToParty', partyId, {
      personId: person.personId,
      kind: 'committee',
      position,
      signatory,
    });
    return person;
  };
  return {
    partyId,
    applicant: await member('chair', true),
    secretary: await member('secretary', true),
    treasurer: await member('treasurer', false),
  };
}

/** A provider of services, one person who acts for it, and its bank account. */
export interface Provider {
  readonly partyId: string;
  readonly provider: Actor;
  readonly bankAccountId: string;
}

/** Adds a provider by commands, bank account and all. */
export async function aProvider(
  inbox: Sending,
  organisation: Organisation,
  facts: { name?: string } = {},
): Promise<Provider> {
  const name = facts.name ?? "Croydon Women's Counselling";
  const partyId = await aParty(inbox, organisation, { kind: 'provider', name });
  const provider = await aMember(inbox, organisation, partyId, { name: 'Counsellor', role: 'provider' });
  const given = await inbox.done(provider, 'giveProviderBankDetails', partyId, someBankDetails(name));
  return { partyId, provider, bankAccountId: String(given.result?.['bankAccountId']) };
}

/** A budget holder's employer. */
export interface Employer {
  readonly partyId: string;
  readonly budgetHolder: Actor;
  /** Somebody who applies for the employer and signs for it. */
  readonly applicant: Actor;
}

/** Adds an employer with a budget holder by commands; within her own limit she needs nobody's authority. */
export async function anEmployer(
  inbox: Sending,
  organisation: Organisation,
  facts: { ownLimitPence?: number } = {},
): Promise<Employer> {
  const partyId = await aParty(inbox, organisation, { kind: 'employer', name: "Croydon Women's Court" });
  return {
    partyId,
    budgetHolder: await aMember(inbox, organisation, partyId, {
      name: 'Court Worker',
      role: 'budget_holder',
      ...facts,
    }),
    applicant: await aMember(inbox, organisation, partyId, { name: 'Court Manager', role: 'applicant' }),
  };
}

/** Bank details as a command has them: sealed already. The numbers are Vocalink's published example. */
export function someBankDetails(accountName: string): {
  accountName: string;
  detailsSealed: string;
  lastDigits: string;
} {
  const detailsSealed = testSeal.seal(JSON.stringify({ sortCode: '089999', accountNumber: '66374958' }));
  return { accountName, detailsSealed, lastDigits: '958' };
}

async function aParty(inbox: Sending, { manager }: Organisation, body: object): Promise<string> {
  return (await inbox.done(manager, 'addParty', null, body)).subjectId;
}

/** Adds somebody with a role for a party by commands. */
export async function aMember(
  inbox: Sending,
  { manager, tenantId }: Organisation,
  partyId: string,
  { name, role, ownLimitPence }: { name: string; role: Role; ownLimitPence?: number },
): Promise<Actor> {
  const { subjectId: personId } = await inbox.done(manager, 'addPerson', null, {
    name,
    email: `${randomUUID()}@example.org`,
  });
  await inbox.done(manager, 'grantRole', personId, {
    role,
    partyId,
    ...(ownLimitPence === undefined ? {} : { ownLimitPence }),
  });
  return { tenantId, personId };
}
