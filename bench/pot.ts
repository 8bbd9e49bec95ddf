import { addParty, created, type Party } from '../src/cli/story/people';
import { dayFromNow, expectInstalment, openFundAndPot, receiveInstalment, type Pot } from '../src/cli/story/stages';
import { pence } from '../src/domain/money/money';
import { content } from '../tests/builders/application';
import { aPolicy, type PolicyOverrides } from '../tests/builders/policy';
import type { Grantpot } from './grantpot';
import { atOnce } from './measuring';

/** A pot with groups that apply to it. */
export interface PotWithGroups {
  readonly pot: Pot;
  /** Each with three unrelated committee members; the first two sign. */
  readonly groups: readonly Party[];
}

/** What each application asks for, in pence. */
export const askedPence = 10_000;

const plentyPence = 100_000_000;
let pots = 0;

/**
 * Opens a pot of £1,000,000 that is all in the bank, with so many groups, by commands over HTTP. Its policy wants no checks and pays a
 * grant at once and in one sum; one officer may decide alone.
 */
export async function openPotWithGroups(
  { api, staff }: Grantpot,
  groupCount: number,
  overrides: PolicyOverrides = {},
): Promise<PotWithGroups> {
  pots += 1;
  const letter = String.fromCharCode(64 + pots);
  const policy = aPolicy({
    decision: { delegatedUpToPence: pence(200_000) },
    groupCapPence: pence(plentyPence),
    instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
    ...overrides,
  });
  const pot = await openFundAndPot(api, staff, {
    name: `Small grants ${letter}`,
    funder: `Funder ${letter}`,
    prefix: `PT${letter}`,
    budgetPence: plentyPence,
    policy: { ...policy },
  });
  await receiveInstalment(api, staff, pot, await expectInstalment(api, staff, pot, plentyPence, dayFromNow(0)));
  const groups: Party[] = [];
  await atOnce(
    4,
    Array.from({ length: groupCount }, (_, place) => place),
    async (place) => {
      const group = {
        kind: 'group',
        name: `Group ${letter} ${letters(place)}`,
        organisationType: 'unincorporated_association',
      };
      groups.push(await addParty(api, staff, group, 'applicant', `${letter}${String(place)}`.toLowerCase()));
    },
  );
  return { pot, groups };
}

/** An application that was begun and filled in. */
export interface Drafted {
  readonly id: string;
  readonly group: Party;
}

/** Begins and saves so many applications, the groups taking turns. */
export async function drafted(
  { http }: Grantpot,
  { pot, groups }: PotWithGroups,
  count: number,
): Promise<readonly Drafted[]> {
  const made: Drafted[] = [];
  const turns = Array.from({ length: count }, (_, turn) => groups[turn % groups.length]);
  await atOnce(20, turns, async (group) => {
    if (group === undefined) throw new Error('a pot without groups');
    const [chair] = group.people;
    const { id, version } = await http.as(chair, 'createApplication', {
      body: { potId: pot.potId, partyId: group.id },
    });
    await http.as(chair, 'saveApplication', {
      id: String(id),
      ifMatch: `"${String(version)}"`,
      body: content(askedPence),
    });
    made.push({ id: String(id), group });
  });
  return made;
}

/** So many applications that wait for a decision. @returns their ids */
export async function withThePanel(
  grantpot: Grantpot,
  setting: PotWithGroups,
  count: number,
): Promise<readonly string[]> {
  const { http, staff } = grantpot;
  const made = await drafted(grantpot, setting, count);
  await atOnce(10, made, async ({ id, group }) => {
    await http.as(group.people[0], 'submitApplication', { id });
    await http.as(staff.officer, 'startChecking', { id });
    await http.as(staff.officer, 'passToPanel', { id });
  });
  return made.map(({ id }) => id);
}

/** Has three of the panel meet, the first in the chair. @returns what decides to award all that was asked for in that meeting */
export async function decisionsBy({ api, staff }: Grantpot, { potId }: Pot): Promise<object> {
  const startsAt = new Date().toISOString();
  const meetingId = await created(api, staff.officer, 'planMeeting', { potId, startsAt, online: true });
  const personIds = staff.panel.slice(0, 3).map(({ id }) => id);
  await api.as(staff.officer, 'recordAttendance', { id: meetingId, body: { chairId: personIds[0], personIds } });
  return { meetingId, outcome: 'award', amountPence: askedPence };
}

/** Names of groups differ in their letters, which is what the people's addresses are made of. */
function letters(place: number): string {
  return `${String.fromCharCode(97 + Math.floor(place / 26))}${String.fromCharCode(97 + (place % 26))}`;
}
