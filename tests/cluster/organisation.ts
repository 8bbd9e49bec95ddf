import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

import type { Api, Json } from '../../src/cli/story/api';
import { identified, type Cast, type Person } from '../../src/cli/story/cast';
import { addParty, addSomebody } from '../../src/cli/story/people';
import { croydonPolicy } from '../../src/cli/story/policies';
import { croydonGroups } from '../../src/cli/story/croydon';
import {
  accept,
  apply,
  award,
  check,
  dayFromNow,
  expectInstalment,
  type Grant,
  meet,
  openFundAndPot,
  type Pot,
  payWhatIsReady,
  receiveInstalment,
  report,
  untilReady,
} from '../../src/cli/story/stages';

const COMMAND_LINE = resolve(__dirname, '../../dist/src/cli/main.js');

/** Gives a command of `npx grantpot` on the data directory of a running Grantpot. @throws when it ends with another code than 0 */
export async function grantpot(dataDirectory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND_LINE, ...args], {
    env: { PATH: process.env['PATH'], GRANTPOT_DATA_DIR: dataDirectory },
  });
  return stdout;
}

/** An organisation as its administrator begins it: with one person in each role, and a panel of three. */
export async function anOrganisation(api: Api, dataDirectory: string): Promise<Cast> {
  const email = 'kofi@croydon.example';
  const said = await grantpot(
    ...([dataDirectory, 'setup', '--organisation', 'Croydon Voluntary Action', '--slug', 'croydon'] as const),
    ...['--administrator', 'Kofi Adjei', '--email', email],
  );
  const token = said.trim().split('\n').at(-1) ?? '';
  const administrator = await identified(api, { name: 'Kofi Adjei', email, token });
  const nobody: Person = administrator;
  const cast = {
    administrator,
    manager: nobody,
    officer: nobody,
    panel: [],
    paymentMaker: nobody,
    paymentAuthoriser: nobody,
  };
  const one = (name: string, role: string) =>
    addSomebody(api, cast, name, `${name.toLowerCase().replaceAll(' ', '.')}@croydon.example`, { role });
  return {
    administrator,
    manager: await one('Amara Okafor', 'fund_manager'),
    officer: await one('Ben Whitlock', 'grants_officer'),
    panel: [
      await one('Dorothy Marsh', 'panel_member'),
      await one('Farid Aziz', 'panel_member'),
      await one('Grace Tully', 'panel_member'),
    ],
    paymentMaker: await one('Hana Novak', 'payment_maker'),
    paymentAuthoriser: await one('Imran Shah', 'payment_authoriser'),
  };
}

/** An application that was sent, with its pot. */
export type Applied = Grant & Pot;

/** An application that its group has sent, in a pot of its own with money in the bank. The letters are those of its references. */
export async function anApplication(api: Api, cast: Cast, letters: string): Promise<Applied> {
  const wanted = croydonGroups[letters.charCodeAt(1) % croydonGroups.length]!;
  const name = `Group ${letters}`;
  const pot = await openFundAndPot(api, cast, {
    name: `Small grants ${letters}`,
    funder: `Funder ${letters}`,
    prefix: letters,
    budgetPence: wanted.askedPence,
    policy: { ...croydonPolicy },
  });
  await receiveInstalment(api, cast, pot, await expectInstalment(api, cast, pot, wanted.askedPence, dayFromNow(0)));
  const group = { kind: 'group', name, organisationType: 'unincorporated_association' };
  const party = await addParty(api, cast, group, 'applicant', randomUUID().slice(0, 8));
  return { ...(await apply(api, pot, party, wanted)), ...pot };
}

/** The rest of a life, step by step: who does what with one grant. */
export const STEPS = {
  check: (api, cast, grant) => check(api, cast, grant),
  decide: async (api, cast, grant) => {
    const meetingId = await meet(api, cast, grant);
    await award(api, cast, meetingId, grant);
    await api.as(cast.officer, 'endMeeting', { id: meetingId });
  },
  accept: (api, _cast, grant) => accept(api, grant, 0),
  pay: async (api, cast, grant) => {
    await untilReady(api, cast, grant, 1);
    await payWhatIsReady(api, cast, grant, 'The grant');
  },
  report: async (api, cast, grant) => {
    await report(api, cast, grant, grant.party.people[0], grant.award.askedPence);
    const isClosed = (found: Json) => found['stage'] === 'closed';
    await api.until(cast.officer, 'getGrant', { id: grant.id }, isClosed, `the grant ${grant.id} is closed`);
  },
} as const satisfies Readonly<Record<string, (api: Api, cast: Cast, grant: Applied) => Promise<void>>>;
