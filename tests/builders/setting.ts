import type { Inbox } from '../support/inbox';
import { aGroup, type Group } from './group';
import { anOrganisation, type Organisation } from './organisation';
import { aPolicy, type PolicyOverrides } from './policy';
import { aPot } from './pot';

/** Where an application is made: an organisation, one of its pots, and a group. */
export interface Setting {
  readonly organisation: Organisation;
  readonly potId: string;
  readonly group: Group;
}

/** An organisation of its own, with a pot of £20,000 unless the test is about its budget, and one group. */
export async function aSetting(
  inbox: Pick<Inbox, 'done' | 'look'>,
  policy: PolicyOverrides = {},
  { budgetPence = 2_000_000 }: { budgetPence?: number } = {},
): Promise<Setting> {
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, { budgetPence, policy: aPolicy(policy) });
  return { organisation, potId, group: await aGroup(inbox, organisation) };
}
