import { randomInt } from 'node:crypto';

import type { Policy } from '../../src/domain/policy/policy';
import type { Inbox } from '../support/inbox';
import type { Organisation } from './organisation';
import { aPolicy, purchaseRules } from './policy';

/** A pot that is open, and the fund it belongs to. */
export interface Pot {
  readonly fundId: string;
  readonly potId: string;
}

/** What a pot holds; what is left out is as {@link aPolicy} has it. */
export interface PotFacts {
  readonly budgetPence: number;
  readonly policy?: Policy;
  /** Whether its grants are drawn down by purchases; only without a `policy` of its own. */
  readonly purchases?: boolean;
  /** A fund to open it in; otherwise it has one of its own, of a funder of its own. */
  readonly fundId?: string;
  /** Two to six capital letters, of which no other pot has the same. */
  readonly referencePrefix?: string;
  /** The fund's spend-by day, `YYYY-MM-DD`. */
  readonly spendBy?: string;
}

type Sending = Pick<Inbox, 'done'>;

/** Opens a fund of a new funder. @returns its id */
export async function aFund(
  inbox: Sending,
  { manager }: Organisation,
  facts: { spendBy?: string } = {},
): Promise<string> {
  const funder = await inbox.done(manager, 'addParty', null, { kind: 'funder', name: 'Home Office' });
  const body = { name: 'Reducing Reoffending 2026', funderId: funder.subjectId, ownerId: manager.personId, ...facts };
  return (await inbox.done(manager, 'openFund', null, body)).subjectId;
}

/** Opens a pot by commands, with its budget in it and no cash. */
export async function aPot(inbox: Sending, organisation: Organisation, facts: PotFacts): Promise<Pot> {
  const { manager } = organisation;
  const { budgetPence, purchases = false, spendBy } = facts;
  const fundId = facts.fundId ?? (await aFund(inbox, organisation, spendBy === undefined ? {} : { spendBy }));
  const pot = await inbox.done(manager, 'openPot', null, {
    fundId,
    name: 'Croydon small grants',
    referencePrefix: facts.referencePrefix ?? sixLetters(),
    ownerId: manager.personId,
    budgetPence,
    policy: facts.policy ?? aPolicy(purchases ? { purchases: purchaseRules } : {}),
  });
  return { fundId, potId: pot.subjectId };
}

function sixLetters(): string {
  return Array.from({ length: 6 }, () => String.fromCharCode(65 + randomInt(26))).join('');
}
