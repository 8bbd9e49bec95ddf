import { everyStage } from '../builders/every-stage';
import { conditions, narrowest } from '../support/access/conditions';
import { browsed } from '../support/browsed';
import type { Visit } from '../support/browser';
import { patternOf, type Crawled } from '../support/crawl';
import { everybody, ledTo, oneOfEachKind, readAs, readingRoles, type Reader } from '../support/each-page';

/** How many pages are looked at at once: while one is drawn, another is loaded. */
const atOnce = 3;

const here = browsed();
let readers: readonly Reader[];
/** One page of each kind, for who is first led to one. */
const kinds = new Map<string, { readonly reader: Reader; readonly address: string }>();
beforeAll(async () => {
  readers = await everybody(here.lives, await everyStage(here.lives));
});

const line = ({ status, address, from }: Crawled) => `${String(status)} ${patternOf(address)} from ${patternOf(from)}`;

test.each(readingRoles)('every link that somebody can see leads somewhere: %s', async (role) => {
  const reader = readers.find((one) => one.role === role)!;
  const found = await ledTo(here.url, reader);
  expect(found.filter(({ status }) => status >= 400).map(line)).toEqual([]);
  expect(found.filter(({ type, heading }) => type.startsWith('text/html') && heading === '').map(line)).toEqual([]);
  for (const { address } of oneOfEachKind(found))
    if (!kinds.has(patternOf(address))) kinds.set(patternOf(address), { reader, address });
});

/** What is looked at here of one page of each kind; `npm run access` looks at each state for each role, in every way. */
const looked = ['axe', 'forms', '320 px', 'keyboard'] as const;

test('one page of each kind can be read by anybody, on the narrowest window, and used by keys', async () => {
  const waiting = [...kinds];
  const faults: string[] = [];
  const lookOn = async (visit: Visit) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [kind, { reader, address }] = next;
      await readAs(visit, here.url, reader);
      await visit.open(address);
      await visit.page.waitForLoadState('load');
      for (const condition of looked)
        for (const fault of await conditions[condition](visit)) faults.push(`${kind}: ${condition}: ${fault}`);
    }
  };
  const visits = await Promise.all(Array.from({ length: atOnce }, () => here.visit({ width: narrowest })));
  await Promise.all(visits.map(lookOn));
  expect(faults).toEqual([]);
  expect(kinds.size).toBeGreaterThan(120);
}, 300_000);
