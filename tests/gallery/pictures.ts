import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { everyStage } from '../builders/every-stage';
import { desktop, openBrowser, phone, widths, type TestBrowser, type Visit } from '../support/browser';
import { patternOf, type Crawled } from '../support/crawl';
import { everybody, ledTo, oneOfEachState, readAs, type Reader } from '../support/each-page';
import { openWholeLives, type WholeLives } from '../support/whole-lives';
import { outOfTheWay } from './out-of-the-way';

const folder = resolve(__dirname, '../../.data/gallery');

/** A page as somebody sees it, in one state. */
interface Picture extends Crawled {
  readonly role: string;
  /** Roles that read the same words there, of which no picture is taken. */
  readonly alsoFor: string[];
  readonly file: string;
  /** What axe says of it, at either width. */
  readonly violations: readonly string[];
  /** Widths at which it has to be scrolled sideways. */
  readonly tooWide: readonly string[];
}

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
let readers: readonly Reader[];
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  readers = await everybody(lives, await everyStage(lives));
  browser = await openBrowser(url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await lives.engine.close();
});

const pictures: Picture[] = [];
/** Pictures by kind of page and by what is said there. */
const taken = new Map<string, Picture>();
/** What a page says, whichever grant it says it of. */
const saidOn = ({ address, text }: Crawled) =>
  `${patternOf(address)} ${text.replaceAll(/\b[A-Z]{2,6}-\d{4}-\d{4}\b/g, '')}`;

test('a picture of each page in each main state', async () => {
  for (const reader of readers) pictures.push(...(await picturesOf(reader)));
  expect(pictures.length).toBeGreaterThan(0);
});

test('and of each that no link leads to', async () => {
  const others = new Map<string, Picture>();
  for (const [width, pixels] of Object.entries(widths))
    await outOfTheWay(lives, browser, url, pixels, async (visit, name) => {
      const file = `out-of-the-way-${name.replaceAll(/[^a-z]+/g, '-')}`;
      await visit.page.waitForLoadState('load');
      await visit.page.screenshot({ path: join(folder, `${file}-${width}.png`), fullPage: true });
      const { pathname } = new URL(visit.page.url());
      const before = others.get(name);
      others.set(name, {
        address: pathname,
        status: 0,
        type: 'text/html',
        heading: await visit.page.locator('h1').first().innerText(),
        tag: name,
        text: await visit.page.locator('main').innerText(),
        from: 'nowhere',
        role: 'out of the way',
        alsoFor: [],
        file,
        violations: [...(before?.violations ?? []), ...(await visit.axe())],
        tooWide: [...(before?.tooWide ?? []), ...((await visit.widerThanWindow()) === undefined ? [] : [width])],
      });
    });
  pictures.push(...others.values());
  expect(others.size).toBeGreaterThan(0);
});

afterAll(() => {
  writeFileSync(join(folder, 'index.html'), indexOf(pictures));
  writeFileSync(join(folder, 'pictures.json'), JSON.stringify(pictures, null, 1));
  const repeats = pictures.reduce((count, { alsoFor }) => count + alsoFor.length, 0);
  process.stdout.write(
    `${String(pictures.length)} pages in their states, each at ${Object.keys(widths).join(' and ')} width; ${String(repeats)} more say the same to another role\n`,
  );
  const faults = pictures.flatMap(({ role, address, violations, tooWide }) =>
    [...violations, ...tooWide.map((width) => `is wider than a ${width}`)].map(
      (fault) => `${role} ${patternOf(address)}: ${fault}`,
    ),
  );
  for (const fault of new Set(faults)) process.stdout.write(`  ${fault}\n`);
});

/** One of each kind and state of the pages that somebody is led to, but where somebody else has read the same. */
async function picturesOf(reader: Reader): Promise<readonly Picture[]> {
  const { role } = reader;
  const pages = oneOfEachState(await ledTo(url, reader));
  // On the phone with no scripts and all unfolded, so that what a tab or a fold hides on the desk is seen too.
  const visits = await Promise.all([browser.visit(phone), browser.visit(desktop)]);
  for (const visit of visits) await readAs(visit, url, reader);
  const pictures: Picture[] = [];
  for (const [place, page] of pages.entries()) {
    const same = taken.get(saidOn(page));
    if (same !== undefined) {
      same.alsoFor.push(role);
      continue;
    }
    const file = `${role.replaceAll(' ', '-')}-${String(place).padStart(3, '0')}`;
    const violations = new Set<string>();
    const tooWide: string[] = [];
    await Promise.all(
      visits.map(async (visit, at) => {
        const width = Object.keys(widths)[at] ?? '';
        for (const fault of await picture(visit, page, join(folder, `${file}-${width}.png`))) violations.add(fault);
        if ((await visit.widerThanWindow()) !== undefined) tooWide.push(width);
      }),
    );
    const one = { ...page, role, alsoFor: [], file, violations: [...violations], tooWide };
    taken.set(saidOn(page), one);
    pictures.push(one);
  }
  for (const visit of visits) await visit.close();
  return pictures;
}

async function picture(visit: Visit, { address }: Crawled, path: string): Promise<readonly string[]> {
  await visit.open(address);
  const found = await visit.axe();
  if (path.includes('-phone'))
    await visit.page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
  await visit.page.screenshot({ path, fullPage: true });
  return found;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function indexOf(pictures: readonly Picture[]): string {
  const roles = [...new Set(pictures.map(({ role }) => role))];
  const shown = (picture: Picture) =>
    `<figure><figcaption><b>${escaped(picture.heading)}</b> ${escaped(picture.tag)}<br><code>${escaped(patternOf(picture.address))}</code>${picture.alsoFor.length === 0 ? '' : `<br>The same for: ${escaped(picture.alsoFor.join(', '))}`}</figcaption>${Object.keys(
      widths,
    )
      .map(
        (width) =>
          `<a href="${picture.file}-${width}.png"><img loading="lazy" alt="${width}" src="${picture.file}-${width}.png" height="420"></a>`,
      )
      .join(' ')}</figure>`;
  const sections = roles.map(
    (role) =>
      `<h2>${escaped(role)}</h2>${pictures
        .filter((one) => one.role === role)
        .map(shown)
        .join('\n')}`,
  );
  return `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Grantpot: every page</title><h1>Every page in its main states</h1>${sections.join('\n')}</html>`;
}
