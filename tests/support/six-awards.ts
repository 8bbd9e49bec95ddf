import { courtWorkersBudget, croydonGroups } from '../../src/cli/story/croydon';
import { croydonPolicy } from '../../src/cli/story/policies';
import {
  accept,
  apply,
  award,
  check,
  dayFromNow,
  expectInstalment,
  meet,
  receiveInstalment,
  untilReady,
  type Grant,
  type Pot,
} from '../../src/cli/story/stages';
import { aGroupOverHttp, anEmployerOverHttp, aPotOverHttp } from '../builders/over-http';
import type { PolicyOverrides } from '../builders/policy';
import type { WholeLives } from './whole-lives';

/** The Croydon pot of £20,000 with £10,000 in the bank, and its six applications. */
export interface SixAwards {
  readonly pot: Pot;
  readonly grants: readonly Grant[];
  /** The funder's second £10,000, expected in January and not yet here. */
  readonly secondInstalmentId: string;
}

/** The six applications, checked and with the panel; £11,934 of £20,000, of which half is in the bank. */
export async function sixWithThePanel(
  { door, staff }: WholeLives,
  overrides: PolicyOverrides = {},
): Promise<SixAwards> {
  const policy = { ...croydonPolicy, ...overrides } as typeof croydonPolicy;
  const pot = await aPotOverHttp(door, staff, { policy, budgetPence: 2_000_000 });
  const first = await expectInstalment(door.api, staff, pot, 1_000_000, dayFromNow(0));
  const secondInstalmentId = await expectInstalment(door.api, staff, pot, 1_000_000, dayFromNow(81));
  await receiveInstalment(door.api, staff, pot, first);
  const grants: Grant[] = [];
  for (const wanted of [...croydonGroups, courtWorkersBudget]) {
    const party =
      wanted === courtWorkersBudget
        ? await anEmployerOverHttp(door, staff, wanted.group)
        : await aGroupOverHttp(door, staff, wanted.group);
    const grant = await apply(door.api, pot, party, wanted);
    await check(door.api, staff, grant);
    grants.push(grant);
  }
  return { pot, grants, secondInstalmentId };
}

/** The six awarded by a panel of four, accepted, and five of them ready to be paid. */
export async function sixReadyToPay(lives: WholeLives): Promise<SixAwards & { readonly meetingId: string }> {
  const { door, staff } = lives;
  const six = await sixWithThePanel(lives);
  const meetingId = await meet(door.api, staff, six.pot);
  for (const grant of six.grants) await award(door.api, staff, meetingId, grant);
  await door.as(staff.officer, 'endMeeting', { id: meetingId });
  for (const [place, grant] of six.grants.entries()) await accept(door.api, grant, place);
  await untilReady(door.api, staff, six.pot, 5);
  return { ...six, meetingId };
}
