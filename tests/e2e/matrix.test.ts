/** Every page's address and every read of the API, asked by each role and by nobody, of its own organisation and of another, at things in each state. */
import { randomUUID } from 'node:crypto';

import { workReaders } from '../../db/queries/work/kinds';
import { createSeal } from '../../db/seal';
import type { SubjectType } from '../../src/contracts/ids';
import { lifeOf } from '../../src/domain/lives';
import { absent } from '../../src/domain/lives/life';
import { partyRoles, roles, type Role } from '../../src/domain/lives/roles';
import { draftOperations } from '../../src/http/api/drafts';
import { readRoutes } from '../../src/http/api/reads';
import { pages } from '../../src/http/pages';
import { WaitingWork } from '../../src/http/pages/frame/waiting-work';
import { everyStage, type Lookers } from '../builders/every-stage';
import { anOrganisation, aPerson } from '../builders/organisation';
import { aTokenHolder } from '../builders/over-http';
import { noteRoundTrips } from '../support/asked-of-postgres';
import { cellsOfPages, type Cells } from '../support/cells-of-pages';
import { cellsOfReads } from '../support/cells-of-reads';
import { addressOf, expectedOfPage, expectedOfRead, type Looking } from '../support/judge-page';
import { cookieOf, type SignedIn } from '../support/signed-in';
import { thingsIn, type About, type Thing } from '../support/things-on-pages';
import { openWeb, type Web } from '../support/web';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

/** How many round trips a page may take; whoever looks is found with one of them. */
const mostRoundTrips = 6;

/** To make each answer smaller, and larger again, is a good part of what it takes. */
const uncompressed = { 'accept-encoding': 'identity' };

let lives: WholeLives;
let lookers: Lookers;
let web: Web;
let things: readonly Thing[];
let everybody: readonly Looker[];
beforeAll(async () => {
  lives = await openWholeLives();
  lookers = await everyStage(lives);
  web = await openWeb(lives.engine.inbox, {}, createSeal(lives.engine.fieldKey));
  things = await thingsIn(lives.engine.inbox, lives.staff.tenantId);
  everybody = await lookings();
});
afterAll(async () => {
  await web.close();
  await lives.close();
});

/** Somebody with one role alone, for a party of their organisation if it is held for one. */
async function only(role: Role, tenantId: string): Promise<SignedIn> {
  const { inbox } = lives.engine;
  const partyId = randomUUID();
  if (partyRoles.includes(role))
    await inbox.look("insert into party (tenant_id, id, kind, name) values ($1, $2, 'group', 'A party')", [
      tenantId,
      partyId,
    ]);
  const held = partyRoles.includes(role) ? [{ role, partyId }] : [{ role }];
  return aTokenHolder(inbox, role, await aPerson(inbox, tenantId, `Only ${role}`, held));
}

/** A role's own person here, and the party that it is held for. */
function here(role: Role): readonly [SignedIn | undefined, string | undefined] {
  const { staff, group } = lives;
  const people: Readonly<Partial<Record<Role, readonly [SignedIn, string?]>>> = {
    fund_manager: [staff.manager],
    grants_officer: [staff.officer],
    panel_member: [staff.panel[0]],
    payment_maker: [staff.paymentMaker],
    payment_authoriser: [staff.paymentAuthoriser],
    budget_holder: [lookers.holder, lookers.employer.id],
    applicant: [group.people[0], group.id],
    provider: [lookers.provider.people[0], lookers.provider.id],
    funder: [lookers.funder],
    administrator: [staff.administrator],
  };
  const [person, party] = people[role] ?? [];
  return [person, party];
}

/** Somebody who looks, with what shows who they are. */
interface Looker extends Looking {
  readonly cookie: string;
  readonly token: string | undefined;
}

/** Everybody who looks. */
async function lookings(): Promise<readonly Looker[]> {
  const { tenantId } = lives.staff;
  const elsewhere = await anOrganisation(lives.engine.inbox);
  const all: Looker[] = [
    { looker: 'nobody', where: 'own', personId: undefined, party: undefined, cookie: '', token: undefined },
  ];
  for (const role of roles) {
    const [person = await only(role, tenantId), party] = here(role);
    const stranger = await only(role, elsewhere.tenantId);
    for (const [where, one] of [
      ['own', person],
      ['other', stranger],
    ] as const) {
      const { name, value } = await cookieOf(one);
      all.push({ looker: role, where, personId: one.id, party, cookie: `${name}=${value}`, token: one.token });
    }
  }
  return all;
}

/**
 * The head's count of what waits is kept for a while, so a page is asked with it now and then. Here it is never asked, and counted with each page
 * that could be asked with it. @returns how many such pages there were since it was last asked
 */
function noteCounts(): () => number {
  let noted = 0;
  jest.spyOn(WaitingWork.prototype, 'of').mockImplementation(({ roles: held }) => {
    if (held.some(({ name }) => (workReaders as readonly Role[]).includes(name))) noted += 1;
    return Promise.resolve(0);
  });
  return () => {
    const before = noted;
    noted = 0;
    return before;
  };
}

/** What one thing of each state stands for, or nothing where an address is about nothing. */
const thingsOf = ({ about }: Cells): readonly (Thing | undefined)[] =>
  about === 'nothing' ? [undefined] : things.filter((thing) => thing.about === about);

/** Asks once for each cell of an address, and holds the answer's status against what is expected of it. */
async function judge(
  address: string,
  cells: Cells,
  { expected, ask, answered = () => undefined }: Judging,
): Promise<{ readonly count: number; readonly wrong: readonly string[] }> {
  const all = thingsOf(cells);
  const wrong = all.length === 0 ? [`${address}: nothing that it could be about`] : [];
  for (const looking of everybody)
    for (const thing of all) {
      const answer = await ask(addressOf(address, cells, thing), looking);
      await answer.arrayBuffer();
      answered(answer);
      const should = expected(looking, thing);
      const cell = [address, looking.looker, looking.where, thing?.state ?? ''].join(', ');
      if (answer.status !== should) wrong.push(`${cell}: ${String(answer.status)}, not ${String(should)}`);
    }
  return { count: all.length * everybody.length, wrong };
}

const lived: Readonly<Partial<Record<About, SubjectType>>> = {
  grant: 'grant',
  purchase: 'purchase',
  run: 'payment_run',
  round: 'round',
  fund: 'fund',
  pot: 'pot',
  meeting: 'meeting',
};

/** The states that a life's table names, and in which nothing is here to be asked about. */
const statesWithNothing = (): readonly string[] =>
  Object.entries(lived).flatMap(([about, subject]) => {
    const named = Object.values(lifeOf(subject)).flatMap(({ from, to = [] }) => [...from, ...to]);
    const there = things.filter((thing) => thing.about === about).map(({ state }) => state.split(',')[0]);
    return [...new Set(named)]
      .filter((state) => state !== absent && !there.includes(state))
      .map((state) => `${about} ${state}`);
  });

interface Judging {
  readonly expected: (looking: Looking, thing: Thing | undefined) => number;
  readonly ask: (path: string, looking: Looker) => Promise<Response>;
  readonly answered?: (answer: Response) => void;
}

test('each page answers each of them as its declaration says, in few round trips', async () => {
  const trips = noteRoundTrips(web.db);
  const counts = noteCounts();
  const addresses = [...new Set(pages.map(({ address }) => address))];
  expect(addresses.toSorted()).toEqual(Object.keys(cellsOfPages).toSorted());

  const wrong: string[] = [];
  const most = new Map<string, number>();
  let count = 0;
  for (const address of addresses) {
    const cells = cellsOfPages[address]!;
    const judged = await judge(address, cells, {
      expected: (looking, thing) => expectedOfPage(pages, address, cells, looking, thing),
      ask: (path, { cookie }) => {
        trips.length = 0;
        return fetch(web.url + path, { headers: { ...uncompressed, cookie }, redirect: 'manual' });
      },
      answered: ({ headers }) => {
        const asked = trips.length + counts();
        // A file to keep is no page: what it is made of is looked up once it is asked for.
        const isPage = headers.get('content-type')?.startsWith('text/html') === true;
        if (isPage) most.set(address, Math.max(most.get(address) ?? 0, asked));
      },
    });
    wrong.push(...judged.wrong);
    count += judged.count;
  }
  const counted = Math.max(...most.values());
  process.stdout.write(
    `matrix of pages: ${String(count)} cells of ${String(addresses.length)} addresses, at most ${String(counted)} round trips; of nothing ${statesWithNothing().join(', ')}\n`,
  );
  expect(wrong).toEqual([]);
  expect([...most].filter(([, count]) => count > mostRoundTrips)).toEqual([]);
}, 600_000);

test('each read of the API answers each of them as its declaration says', async () => {
  const drafts = draftOperations
    .filter(({ method }) => method === 'get')
    .map((read) => ({ ...read, roles: 'any' as const }));
  const reads = [...readRoutes, ...drafts];
  expect(reads.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(cellsOfReads).toSorted());
  const wrong: string[] = [];
  let count = 0;
  for (const read of reads) {
    const cells = cellsOfReads[read.operationId]!;
    const judged = await judge(read.path, cells, {
      expected: (looking, thing) => expectedOfRead(read, cells, looking, thing),
      ask: (path, { token }) =>
        fetch(`${web.url}/api/v1${path}${cells.query === undefined ? '' : `?${cells.query}`}`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        }),
    });
    wrong.push(...judged.wrong);
    count += judged.count;
  }
  process.stdout.write(`matrix of reads: ${String(count)} cells of ${String(reads.length)} operations\n`);
  expect(wrong).toEqual([]);
}, 600_000);
