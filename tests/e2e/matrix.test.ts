/**
 * Every page's address, every read of the API, every form of pages and every operation that changes something, asked by each role and by nobody, of
 * its own organisation and of another, at things in each state of their lives.
 */
import { createSeal } from '../../db/seal';
import { workReaders } from '../../db/queries/work/kinds';
import type { Role } from '../../src/domain/lives/roles';
import { draftOperations } from '../../src/http/api/drafts';
import { readRoutes } from '../../src/http/api/reads';
import { pages } from '../../src/http/pages';
import { WaitingWork } from '../../src/http/pages/frame/waiting-work';
import { everyStage } from '../builders/every-stage';
import { whatComesRarely, whatTimeMakes } from '../builders/every-state';
import { noteRoundTrips } from '../support/asked-of-postgres';
import { cellsOfPages, type Cells } from '../support/cells-of-pages';
import { cellsOfReads } from '../support/cells-of-reads';
import { addressOf, expectedOfPage, expectedOfRead, type Looking } from '../support/judge-page';
import { keepConnection, type Answered, type KeptConnection } from '../support/kept-connection';
import { everybodyLooking, type Looker } from '../support/lookers';
import { statesWithNothing } from '../support/states-of-lives';
import { thingsIn, type Thing } from '../support/things-on-pages';
import { openWeb, type Web } from '../support/web';
import { openWholeLives, type WholeLives } from '../support/whole-lives';
import { ClosedForms } from '../support/closed-forms';
import { refusedOperations } from '../support/refused-operations';
import { contentsOf } from '../support/contents';

/** How many round trips a page may take; whoever looks is found with one of them. */
const mostRoundTrips = 6;

let lives: WholeLives;
let web: Web;
let connection: KeptConnection;
let things: readonly Thing[];
let everybody: readonly Looker[];
const closedForms = new ClosedForms(pages);
beforeAll(async () => {
  lives = await openWholeLives();
  await whatTimeMakes(lives);
  const lookers = await everyStage(lives);
  await whatComesRarely(lives, lookers);
  // From now on nothing changes by itself.
  await lives.engine.stopWorker();
  const seal = createSeal(lives.engine.fieldKey);
  web = await openWeb(lives.engine.inbox, {}, seal);
  connection = keepConnection(web.url);
  things = await thingsIn(lives.engine.inbox, lives.staff.tenantId);
  everybody = await everybodyLooking(lives, lookers, seal);
});
afterAll(async () => {
  connection.close();
  await web.close();
  await lives.close();
});

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
      const path = addressOf(address, cells, thing);
      const answer = await ask(path, looking);
      answered(answer, path, looking);
      const should = expected(looking, thing);
      const cell = [address, looking.looker, looking.where, thing?.state ?? ''].join(', ');
      if (answer.status !== should) wrong.push(`${cell}: ${String(answer.status)}, not ${String(should)}`);
    }
  return { count: all.length * everybody.length, wrong };
}

interface Judging {
  readonly expected: (looking: Looking, thing: Thing | undefined) => number;
  readonly ask: (path: string, looking: Looker) => Promise<Answered>;
  readonly answered?: (answer: Answered, path: string, looking: Looker) => void;
}

test('there is something in each state of each life', () => {
  expect(statesWithNothing(things)).toEqual([]);
});

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
        return connection.ask(path, { headers: { cookie } });
      },
      answered: (answer, path, looking) => {
        const asked = trips.length + counts();
        closedForms.note(address, path, looking, answer);
        // A file to keep is no page: what it is made of is looked up once it is asked for.
        const isPage = answer.type.startsWith('text/html');
        if (isPage) most.set(address, Math.max(most.get(address) ?? 0, asked));
      },
    });
    wrong.push(...judged.wrong);
    count += judged.count;
  }
  const counted = Math.max(...most.values());
  process.stdout.write(
    `matrix of pages: ${String(count)} cells of ${String(addresses.length)} addresses, at most ${String(counted)} round trips\n`,
  );
  const slow = [...most].filter(([, count]) => count > mostRoundTrips);
  expect({ wrong, slow }).toEqual({ wrong: [], slow: [] });
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
        connection.ask(`/api/v1${path}${cells.query === undefined ? '' : `?${cells.query}`}`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        }),
    });
    wrong.push(...judged.wrong);
    count += judged.count;
  }
  process.stdout.write(`matrix of reads: ${String(count)} cells of ${String(reads.length)} operations\n`);
  expect(wrong).toEqual([]);
}, 600_000);

/** All that is kept, but what says when somebody was last here, and what was refused. */
const kept = () => contentsOf(lives.engine.inbox, ['session', 'access_token', 'kept_form']);

test('no form that is not offered is taken, and nothing changes', async () => {
  const before = await kept();
  const { count, wrong } = await closedForms.send(connection);
  process.stdout.write(`matrix of forms: ${String(count)} cells\n`);
  expect(wrong).toEqual([]);
  expect(await kept()).toEqual(before);
}, 600_000);

test('each operation that changes something is refused to whoever may not, and nothing changes', async () => {
  const before = await kept();
  const refused = refusedOperations(lives.door.document, everybody, things);
  const wrong: string[] = [];
  for (const { name, expected, ask } of refused) {
    const { status } = await ask(connection);
    if (status !== expected) wrong.push(`${name}: ${String(status)}, not ${String(expected)}`);
  }
  process.stdout.write(`matrix of changes: ${String(refused.length)} cells\n`);
  expect(wrong).toEqual([]);
  expect(await kept()).toEqual(before);
}, 600_000);
