import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { get } from 'node:http';

import { Client } from 'pg';

import type { Asking } from '../data/fill';
import type { Figure, Measured } from '../figure';
import { openGetter, openGetterWith, type Getter } from '../getting';
import { listed, median, percentile, timed } from '../measuring';
import type { Place } from '../place';
import { readingAt, type Reading } from '../reading-place';

const many = 100_000;
const views = 200;

/** A session of somebody's, as if they had signed in with both factors. */
async function sessionOf({ database }: Reading, bearer: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  try {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    const { rowCount } = await superuser.query(
      `with known as (
         select p.* from access_token t join person p on p.tenant_id = t.tenant_id and p.id = t.person_id where t.token_hash = $1
       ), login as (
         insert into login (id, email) select $4::uuid, $4::uuid::text || '@bench.example' from known where login_id is null returning id
       ), linked as (
         update person set login_id = login.id from login, known where person.tenant_id = known.tenant_id and person.id = known.id
       )
       insert into session (id, token_hash, login_id, organisation_id, person_id, device, created_at, last_seen_at, second_factor_at, reauthenticated_at)
       select $2, $3, coalesce(known.login_id, (select id from login)), known.tenant_id, known.id, 'Bench', app.now(), app.now(), app.now(), app.now() from known`,
      [digest(bearer), randomUUID(), digest(token), randomUUID()],
    );
    if (rowCount !== 1) throw new Error('somebody of the benchmark has no session');
  } finally {
    await superuser.end();
  }
  return token;
}

/** A page, and the browser of whoever opens it. */
interface Visited {
  readonly visitor: Getter;
  readonly cookie: string;
  readonly address: string;
  /** What it is called in the notes: a grant's page is one for staff and another for its group. */
  readonly name: string;
}

const visited = new WeakMap<Place, Promise<readonly Visited[]>>();

/** The pages that are opened most, and those that hold most: each by somebody whom it is for. */
function visiting(place: Place): Promise<readonly Visited[]> {
  const there = visited.get(place) ?? pagesToVisit(place);
  visited.set(place, there);
  return there;
}

async function pagesToVisit(place: Place): Promise<readonly Visited[]> {
  const reading = await readingAt(place, many);
  const { url, filled } = reading;
  const browserOf = async ({ token }: Asking) => {
    const cookie = `grantpot_session=${await sessionOf(reading, token)}`;
    return { cookie, visitor: openGetterWith(url, { cookie }) };
  };
  const firstOf = async ({ token }: Asking, path: string): Promise<string> => {
    const { items } = JSON.parse(await openGetter(url, token).get(`/api/v1${path}`)) as {
      items: readonly { id: string }[];
    };
    const [first] = items;
    if (first === undefined) throw new Error(`there is nothing at ${path}`);
    return first.id;
  };
  const { officer, panelMember, applicant } = filled;
  const [grant, pot, meeting, own] = await Promise.all([
    firstOf(officer, '/grants?limit=1'),
    firstOf(officer, '/pots?limit=1'),
    firstOf(panelMember, '/meetings?state=planned&sort=oldest&limit=1'),
    firstOf(applicant, '/grants?limit=1'),
  ]);
  const [ofOfficer, ofPanel, ofGroup] = [
    await browserOf(officer),
    await browserOf(panelMember),
    await browserOf(applicant),
  ];
  const staff = ['/work', '/grants', `/grants/${grant}`, '/payments', '/pots', `/pots/${pot}/figures`];
  const shown = (address: string) => address.replace(/[0-9a-f-]{36}/, ':id');
  return [
    ...staff.map((address) => ({ ...ofOfficer, address, name: shown(address) })),
    { ...ofPanel, address: `/meetings/${meeting}`, name: 'a panel’s pack' },
    { ...ofGroup, address: `/grants/${own}`, name: 'a group’s own grant' },
  ];
}

/** The slowest of the pages by one measure of how long they take. */
async function slowest(place: Place, of: (times: readonly number[]) => number): Promise<Measured> {
  const notes: string[] = [];
  let value = 0;
  for (const { visitor, address, name } of await visiting(place)) {
    const times: number[] = [];
    for (let turn = 0; turn < views + 20; turn += 1) times.push(await timed(() => visitor.get(address)));
    const found = of(times.slice(20));
    notes.push(`${name}: ${listed([found], 1)} ms`);
    value = Math.max(value, found);
  }
  return { value, notes };
}

/** How long a page takes to be written. */
export const page: Figure = {
  name: 'page',
  what: 'p50 of the slowest of the pages that are opened most or hold most, at 100,000 grants',
  reach: 30,
  better: 'less',
  unit: 'ms',
  measure: (place) => slowest(place, median),
};

/** How long one in twenty takes at least. */
export const pageP95: Figure = {
  name: 'page-p95',
  what: 'p95 of the slowest of them, at 100,000 grants',
  reach: 80,
  better: 'less',
  unit: 'ms',
  measure: (place) => slowest(place, (times) => percentile(times, 95)),
};

/** What a browser that has nothing yet is sent for one page: the page, its style, its scripts and its icon, compressed as it asks for them. */
export const firstView: Figure = {
  name: 'first-view',
  what: 'transferred on a first view of the largest of them, at 100,000 grants',
  reach: 100,
  better: 'less',
  unit: 'KB',
  measure: async (place) => {
    const { url } = await readingAt(place, many);
    const notes: string[] = [];
    let value = 0;
    for (const { visitor, cookie, address, name } of await visiting(place)) {
      const text = await visitor.get(address);
      const assets = [
        ...new Set([...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '')),
      ];
      // The one script that a page asks for asks for one more, beside it.
      const wanted = assets.flatMap((path) =>
        path.endsWith('/page.js') ? [path, path.replace('page.js', 'govuk-frontend.min.js')] : [path],
      );
      const sizes = await Promise.all([address, ...wanted].map((path) => transferred(`${url}${path}`, cookie)));
      const total = sizes.reduce((sum, size) => sum + size, 0) / 1_000;
      notes.push(`${name}: ${listed([total], 1)} KB`);
      value = Math.max(value, total);
    }
    return { value, notes };
  },
};

/** The bytes of an answer as they were sent. */
function transferred(address: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'gzip', cookie } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        resolve(bytes);
      });
    }).on('error', reject);
  });
}
