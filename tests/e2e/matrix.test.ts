/** Every page's address, looked at by each role and by nobody, of its own organisation and of another, at things in each state. */
import { randomUUID } from 'node:crypto';

import { workReaders } from '../../db/queries/work/kinds';
import { createSeal } from '../../db/seal';
import { partyRoles, roles, type Role } from '../../src/domain/lives/roles';
import { pages } from '../../src/http/pages';
import { WaitingWork } from '../../src/http/pages/frame/waiting-work';
import { everyStage, type Lookers } from '../builders/every-stage';
import { anOrganisation, aPerson } from '../builders/organisation';
import { aTokenHolder } from '../builders/over-http';
import { noteRoundTrips } from '../support/asked-of-postgres';
import { cellsOfPages } from '../support/cells-of-pages';
import { addressOf, expectedOf, isForLooker, type Looking } from '../support/judge-page';
import { cookieOf, type SignedIn } from '../support/signed-in';
import { thingsIn } from '../support/things-on-pages';
import { openWeb, type Web } from '../support/web';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

/** How many round trips a page may take; whoever looks is found with one of them. */
const mostRoundTrips = 6;

let lives: WholeLives;
let lookers: Lookers;
let web: Web;
beforeAll(async () => {
  lives = await openWholeLives();
  lookers = await everyStage(lives);
  web = await openWeb(lives.engine.inbox, {}, createSeal(lives.engine.fieldKey));
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

/** Everybody who looks. */
async function lookings(): Promise<readonly (Looking & { readonly cookie: string })[]> {
  const { tenantId } = lives.staff;
  const elsewhere = await anOrganisation(lives.engine.inbox);
  const all: (Looking & { readonly cookie: string })[] = [
    { looker: 'nobody', where: 'own', personId: undefined, party: undefined, cookie: '' },
  ];
  for (const role of roles) {
    const [person = await only(role, tenantId), party] = here(role);
    const stranger = await only(role, elsewhere.tenantId);
    for (const [where, one] of [
      ['own', person],
      ['other', stranger],
    ] as const) {
      const { name, value } = await cookieOf(one);
      all.push({ looker: role, where, personId: one.id, party, cookie: `${name}=${value}` });
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

test('each page answers each of them as its declaration says, in few round trips', async () => {
  const things = await thingsIn(lives.engine.inbox, lives.staff.tenantId);
  const everybody = await lookings();
  const trips = noteRoundTrips(web.db);
  const counts = noteCounts();
  const addresses = [...new Set(pages.map(({ address }) => address))];
  expect(addresses.toSorted()).toEqual(Object.keys(cellsOfPages).toSorted());

  const wrong: string[] = [];
  const most = new Map<string, number>();
  let cells = 0;
  for (const address of addresses) {
    const of = cellsOfPages[address]!;
    const all = of.about === 'nothing' ? [undefined] : things.filter(({ about }) => about === of.about);
    if (all.length === 0) wrong.push(`${address}: nothing that it could be about`);
    for (const looking of everybody) {
      // Whom a page is not for is told so before anything is looked up; of another organisation nothing is found, in whatever state.
      const seesStates = looking.where === 'own' && isForLooker(pages, address, looking);
      for (const thing of seesStates ? all : all.slice(0, 1)) {
        trips.length = 0;
        const path = addressOf(address, of, thing);
        const answer = await fetch(web.url + path, { headers: { cookie: looking.cookie }, redirect: 'manual' });
        await answer.arrayBuffer();
        cells += 1;
        const asked = trips.length + counts();
        // A file to keep is no page: what it is made of is looked up once it is asked for.
        const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
        if (isPage) most.set(address, Math.max(most.get(address) ?? 0, asked));
        const expected = expectedOf(pages, address, of, looking, thing);
        const cell = [address, looking.looker, looking.where, thing?.state ?? ''].join(', ');
        if (answer.status !== expected) wrong.push(`${cell}: ${String(answer.status)}, not ${String(expected)}`);
      }
    }
  }
  const counted = Math.max(...most.values());
  process.stdout.write(
    `matrix of pages: ${String(cells)} cells of ${String(addresses.length)} addresses, at most ${String(counted)} round trips\n`,
  );
  expect(wrong).toEqual([]);
  expect([...most].filter(([, count]) => count > mostRoundTrips)).toEqual([]);
}, 300_000);
