import { everyStage } from '../builders/every-stage';
import { ask, conditions, narrowest } from '../support/access/conditions';
import { ledByNone } from '../support/access/led-by-none';
import { openBrowser, type TestBrowser, type Visit } from '../support/browser';
import { patternOf } from '../support/crawl';
import { everybody, ledTo, oneOfEachState, readAs, type Look } from '../support/each-page';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

/** How many pages are looked at at once. */
const atOnce = 3;

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
let looks: readonly Look[];
const faults: string[] = [];
const counts: Record<string, number> = {};

beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  const readers = await everybody(lives, await everyStage(lives));
  const found: Look[] = [];
  for (const reader of readers) {
    const led = await ledTo(url, reader);
    for (const page of led.filter(({ status }) => status >= 400))
      note('links', { ...page, reader }, [String(page.status)]);
    found.push(...oneOfEachState(led).map((page) => ({ ...page, reader })));
  }
  found.push(...(await ledByNone(lives, url, readers, found)));
  looks = found;
  browser = await openBrowser(url);
});
afterAll(async () => {
  await browser.close();
  await lives.engine.close();
});

function note(condition: string, { reader, address, tag }: Look, found: readonly string[]): void {
  counts[condition] = (counts[condition] ?? 0) + found.length;
  for (const fault of found) faults.push(`${condition}: ${patternOf(address)} ${tag} (${reader.role}): ${fault}`);
}

async function open(visit: Visit, { reader, address }: Look): Promise<number> {
  await readAs(visit, url, reader);
  const status = await visit.open(address);
  await visit.page.waitForLoadState('load');
  return status;
}

/** A page in every way, with scripts and without. */
async function look(one: Look, scripted: Visit, plain: Visit): Promise<void> {
  const before = scripted.complaints.length;
  await open(scripted, one);
  const controls = await ask(scripted.page, 'controls()');
  for (const [name, condition] of Object.entries(conditions)) note(name, one, await condition(scripted));
  note('console and hosts', one, scripted.complaints.slice(before));
  await open(plain, one);
  const without = new Set(await ask(plain.page, 'controls()'));
  note('no scripts', one, [
    ...(await ask(plain.page, 'cutOff({ regionsScroll: true })')),
    ...(await ask(plain.page, 'forms()')),
    ...controls.filter((control) => !without.has(control)).map((control) => `only with scripts: ${control}`),
  ]);
}

/** Goes through what there is to look at, several at once, each in browsers of its own. */
async function several<Of>(all: readonly Of[], each: (one: Of, scripted: Visit, plain: Visit) => Promise<void>) {
  const waiting = [...all];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const scripted = await browser.visit({ width: narrowest });
      const plain = await browser.visit({ width: narrowest, scripts: false });
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await each(one, scripted, plain);
      await scripted.close();
      await plain.close();
    }),
  );
}

test('each page in each state can be used in every way', async () => {
  await several(looks, look);
  print();
  expect(looks.length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

/** Every form, sent with nothing in it: what it then says can be found and mended. It comes last, since some are taken so. */
test('each form that is sent empty says what is wrong', async () => {
  faults.length = 0;
  const seen = new Set<string>();
  let refused = 0;
  for (const one of looks) {
    if (/^\/(sign-out|people\/:id\/leave|account)/.test(patternOf(one.address))) continue;
    const visit = await browser.visit({ width: narrowest });
    if ((await open(visit, one)) === 200) {
      for (const form of await ask(visit.page, 'fillable()')) {
        const kind = `${patternOf(one.address)} ${form}`;
        if (seen.has(kind)) continue;
        seen.add(kind);
        if ((await open(visit, one)) !== 200) continue;
        if (!(await ask(visit.page, 'fillable()')).includes(form)) continue;
        const [answer] = await Promise.all([
          visit.page.waitForResponse((one) => one.request().method() === 'POST'),
          visit.page.waitForEvent('load'),
          ask(visit.page, `sendEmpty(${JSON.stringify(form)})`),
        ]);
        const status = answer.status();
        if (status >= 500) note('sent empty', one, [`${form}: ${String(status)}`]);
        const isSaid = (await visit.page.locator('.govuk-error-summary').count()) > 0;
        // What is saved as it is may say all the same what it lacks.
        if (status < 400 && !isSaid) continue;
        refused += 1;
        note('sent empty', one, await ask(visit.page, 'refused()'));
        note('sent empty', one, await visit.axe());
        note('sent empty', one, await ask(visit.page, 'cutOff({ regionsScroll: true })'));
      }
    }
    await visit.close();
  }
  process.stdout.write(`${String(refused)} of ${String(seen.size)} forms refuse to be sent empty\n`);
  print();
  expect(refused).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

function print(): void {
  const pages = new Set(looks.map(({ address }) => patternOf(address))).size;
  const states = new Set(looks.map(({ address, tag }) => `${patternOf(address)} ${tag}`)).size;
  const roles = new Set(looks.map(({ reader }) => reader.role)).size;
  const each = Object.entries(counts).map(([condition, count]) => `${condition} ${String(count)}`);
  process.stdout.write(
    `${String(looks.length)} looks at ${String(pages)} pages in ${String(states)} states by ${String(roles)} roles; faults: ${each.join(', ')}\n`,
  );
  for (const fault of [...new Set(faults)].toSorted()) process.stdout.write(`  ${fault}\n`);
}
