/** The privacy notice promises that a funder gets sums and results, and no names of people. */
import { readRoutes } from '../../src/http/api/reads';
import { everyStage, type Lookers } from '../builders/every-stage';
import { cellsOfPages } from '../support/cells-of-pages';
import { addressOf } from '../support/judge-page';
import { nameEverywhere, type NamesWritten } from '../support/names-everywhere';
import { cookieOf, type SignedIn } from '../support/signed-in';
import { thingsIn, type About, type Thing } from '../support/things-on-pages';
import { readable } from '../support/unpacked';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

/** What stands for `{id}` below a list of the API. */
const kinds: Readonly<Record<string, About>> = {
  grants: 'grant',
  funds: 'fund',
  pots: 'pot',
  rounds: 'round',
  meetings: 'meeting',
  'payment-runs': 'run',
  purchases: 'purchase',
  parties: 'group',
  people: 'person',
  commands: 'command',
};

let lives: WholeLives;
let lookers: Lookers;
let names: NamesWritten;
let things: readonly Thing[];
let fileIds: readonly string[];
beforeAll(async () => {
  lives = await openWholeLives();
  lookers = await everyStage(lives);
  const { door, staff } = lives;
  const { inbox } = lives.engine;
  things = await thingsIn(inbox, staff.tenantId);
  const idOf = (wished: (thing: Thing) => boolean) => things.find(wished)?.params['id'] ?? '';
  const reported = idOf(({ state }) => state.includes('reported'));
  await door.as(staff.officer, 'sendMessage', { id: reported, body: { text: 'Thank you.' } });
  await door.as(staff.officer, 'addNote', { id: reported, body: { text: 'Rang them up.' } });
  await door.as(lives.group.people[0], 'nameHost', {
    id: idOf(({ state }) => state === 'assessing'),
    body: { hostName: 'Community Hub', contactName: 'Somebody', contactEmail: 'hub@every.example' },
  });
  await door.as(staff.manager, 'setRefundAccount', {
    id: idOf(({ about }) => about === 'fund'),
    body: { accountName: 'Croydon Voluntary Action', sortCode: '089999', accountNumber: '66374958' },
  });
  names = await nameEverywhere(inbox, staff.tenantId, lookers.funder.id);
  const files = await inbox.look<{ id: string }>('select id from file where tenant_id = $1', [staff.tenantId]);
  fileIds = files.map((file) => file.id);
});
afterAll(() => lives.close());

/** All that somebody could ask for: each page of each thing, each read of the API, lists as they are looked through and saved, each file. */
function addresses(): readonly string[] {
  const about = (kind: About) => things.filter((thing) => thing.about === kind);
  const byPerson = [...names.keys()].flatMap((name) => [`/grants?q=${name}`, `/grants?q=${name}%40hibiscus.example`]);
  const potIds = about('pot').map(({ params }) => params['id'] ?? '');
  const pages = Object.entries(cellsOfPages).flatMap(([address, cells]) =>
    cells.about === 'nothing'
      ? [addressOf(address, cells, undefined)]
      : about(cells.about).map((thing) => addressOf(address, cells, thing)),
  );
  const reads = readRoutes.flatMap(({ path }) => {
    const kind = kinds[path.split('/')[1] ?? ''];
    if (!path.includes('{id}')) return [`/api/v1${path}`];
    return kind === undefined
      ? []
      : about(kind).map(({ params }) => `/api/v1${path.replace('{id}', params['id'] ?? '')}`);
  });
  return [
    ...pages.filter((address) => address !== '/sign-out'),
    ...reads,
    '/grants/as/csv',
    '/api/v1/grants/export?as=xlsx',
    ...['csv', 'xlsx'].flatMap((kind) => potIds.map((id) => `/money/pots/${id}/as/${kind}`)),
    ...fileIds.flatMap((id) => [`/files/${id}`, `/api/v1/files/${id}`]),
    ...byPerson,
  ];
}

/** What somebody reads everywhere: how many addresses answered, and in which a name stood. */
async function readEverything(person: SignedIn & { readonly token: string }) {
  const { name, value } = await cookieOf(person);
  const headers = { cookie: `${name}=${value}` };
  const told = new Map<string, string[]>();
  let answered = 0;
  for (const address of addresses()) {
    const own = address.startsWith('/api/') ? { authorization: `Bearer ${person.token}` } : headers;
    const answer = await fetch(lives.engine.api.replace('/api/v1', '') + address, { headers: own, redirect: 'manual' });
    const said = [...answer.headers].map((header) => header.join(': ')).join('\n');
    const text = readable(answer.headers.get('content-type') ?? '', Buffer.from(await answer.arrayBuffer()));
    if (answer.status === 200) answered += 1;
    expect([address, answer.status < 500]).toEqual([address, true]);
    // What was looked for stands in its own box.
    const looked = address.split('?q=')[1]?.split('%40')[0];
    for (const [one, place] of names)
      if (one !== looked && (said + text).toLowerCase().includes(one.toLowerCase()))
        told.set(place, [...(told.get(place) ?? []), address]);
  }
  return { told, answered };
}

test('a funder reads no name of a person, nor what people wrote to each other, at any address', async () => {
  const { told, answered } = await readEverything(lookers.funder);
  expect(Object.fromEntries(told)).toEqual({});
  expect(answered).toBeGreaterThan(150);
}, 300_000);

test('the examiner of the accounts, who answers for them, is told who did what', async () => {
  const { told } = await readEverything(lookers.examiner);
  const untold = [...names.values()].filter((place) => !told.has(place));
  expect(untold).toEqual([]);
}, 300_000);
