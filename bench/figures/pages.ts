import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { get } from 'node:http';

import { Client } from 'pg';

import type { Figure, Measured } from '../figure';
import { openGetterWith, type Getter } from '../getting';
import { listed, median, percentile, timed } from '../measuring';
import type { Place } from '../place';
import { readingAt, type Reading } from '../reading-place';

const many = 100_000;
const views = 200;

/** A session of the officer's, as if she had signed in with both factors. */
async function sessionOf({ database, filled }: Reading): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  try {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    const { rowCount } = await superuser.query(
      `with known as (
         select p.* from access_token t join person p on p.tenant_id = t.tenant_id and p.id = t.person_id where t.token_hash = $1
       ), login as (
         insert into login (id, email) select $4, 'officer@bench.example' from known where login_id is null returning id
       ), linked as (
         update person set login_id = login.id from login, known where person.tenant_id = known.tenant_id and person.id = known.id
       )
       insert into session (id, token_hash, login_id, organisation_id, person_id, device, created_at, last_seen_at, second_factor_at, reauthenticated_at)
       select $2, $3, coalesce(known.login_id, (select id from login)), known.tenant_id, known.id, 'Bench', app.now(), app.now(), app.now(), app.now() from known`,
      [digest(filled.officer.token), randomUUID(), digest(token), randomUUID()],
    );
    if (rowCount !== 1) throw new Error('the officer of the benchmark has no session');
  } finally {
    await superuser.end();
  }
  return token;
}

const visitors = new WeakMap<Place, Promise<Getter>>();

/** The officer's browser, and the pages that she opens most. */
async function visiting(place: Place): Promise<{ visitor: Getter; addresses: readonly string[] }> {
  const reading = await readingAt(place, many);
  const visitor =
    visitors.get(place) ??
    sessionOf(reading).then((token) => openGetterWith(reading.url, { cookie: `grantpot_session=${token}` }));
  visitors.set(place, visitor);
  const { items } = JSON.parse(await reading.officer.get('/api/v1/grants?limit=1')) as {
    items: readonly { id: string }[];
  };
  const [first] = items;
  if (first === undefined) throw new Error('there is no grant to look at');
  return { visitor: await visitor, addresses: ['/work', '/grants', `/grants/${first.id}`, '/payments', '/pots'] };
}

/** The slowest of the pages by one measure of how long they take. */
async function slowest(place: Place, of: (times: readonly number[]) => number): Promise<Measured> {
  const { visitor, addresses } = await visiting(place);
  const notes: string[] = [];
  let value = 0;
  for (const address of addresses) {
    const times: number[] = [];
    for (let turn = 0; turn < views + 20; turn += 1) times.push(await timed(() => visitor.get(address)));
    const found = of(times.slice(20));
    notes.push(`${address.replace(/[0-9a-f-]{36}/, ':id')}: ${listed([found], 1)} ms`);
    value = Math.max(value, found);
  }
  return { value, notes };
}

/** How long a page takes to be written. */
export const page: Figure = {
  name: 'page',
  what: 'p50 of the slowest of an officer’s pages, at 100,000 grants',
  reach: 30,
  better: 'less',
  unit: 'ms',
  measure: (place) => slowest(place, median),
};

/** How long one in twenty takes at least. */
export const pageP95: Figure = {
  name: 'page-p95',
  what: 'p95 of the slowest of an officer’s pages, at 100,000 grants',
  reach: 80,
  better: 'less',
  unit: 'ms',
  measure: (place) => slowest(place, (times) => percentile(times, 95)),
};

/** What a browser that has nothing yet is sent for one page: the page, its style, its scripts and its icon, compressed as it asks for them. */
export const firstView: Figure = {
  name: 'first-view',
  what: 'transferred on a first view of the largest of an officer’s pages, at 100,000 grants',
  reach: 100,
  better: 'less',
  unit: 'KB',
  measure: async (place) => {
    const { visitor, addresses } = await visiting(place);
    const { url } = await readingAt(place, many);
    const notes: string[] = [];
    let value = 0;
    for (const address of addresses) {
      const text = await visitor.get(address);
      const assets = [
        ...new Set([...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '')),
      ];
      // The one script that a page asks for asks for one more, beside it.
      const wanted = assets.flatMap((path) =>
        path.endsWith('/page.js') ? [path, path.replace('page.js', 'govuk-frontend.min.js')] : [path],
      );
      const sizes = await Promise.all(wanted.map((path) => transferred(`${url}${path}`)));
      const total = (text.length + sizes.reduce((sum, size) => sum + size, 0)) / 1_000;
      notes.push(`${address.replace(/[0-9a-f-]{36}/, ':id')}: ${listed([total], 1)} KB`);
      value = Math.max(value, total);
    }
    return { value, notes };
  },
};

/** The bytes of an answer as they were sent. */
function transferred(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        resolve(bytes);
      });
    }).on('error', reject);
  });
}
