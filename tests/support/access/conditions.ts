import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { inPage, type Visit } from '../browser';

/**
 * In which ways people use a page: how it is brought about, and what is wrong with it then, one line for each fault.
 * A page is open in a browser with scripts, 320 px wide, and is left so.
 */
export type Condition = (visit: Visit) => Promise<readonly string[]>;

const functions = readFileSync(join(__dirname, 'in-page.js'), 'utf8');

/** Asks a function of in-page.js. */
export const ask = async <Answer = readonly string[]>(page: Page, call: string): Promise<Answer> =>
  (await inPage(page, `(${functions.trim().replace(/;$/, '')}).${call}`)) as Answer;

/** The narrowest that a page has to be readable at: a window of 1280 px at 400 % (WCAG 2.2, 1.4.10). */
export const narrowest = 320;
const desk = 1280;
/** What is left of a sheet of A4 between its edges, in CSS px. */
const paper = 718;

const regionsScroll = { regionsScroll: true };
const fits = (page: Page, how: { readonly regionsScroll: boolean } = regionsScroll) =>
  ask(page, `cutOff(${JSON.stringify(how)})`);

async function at(page: Page, width: number, faults: () => Promise<readonly string[]>): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 900 });
  await ask(page, 'settled()');
  const found = await faults();
  await page.setViewportSize({ width: narrowest, height: 900 });
  return found;
}

async function withStyle(page: Page, css: string): Promise<readonly string[]> {
  await ask(page, `lay(${JSON.stringify(css)})`);
  const found = await fits(page);
  await ask(page, "lay('')");
  return found;
}

/** WCAG 2.2, 1.4.12. */
const spaced =
  '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';

async function print(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ media: 'print' });
  const found = await at(page, paper, async () => [
    ...(await ask(page, 'onPaper()')),
    ...(await fits(page, { regionsScroll: false })),
  ]);
  await page.emulateMedia({ media: 'screen' });
  return found;
}

async function keyboard(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  await at(page, desk, async () => {
    const stops = await ask<number>(page, 'beginTabbing()');
    for (let stop = 0; stop <= stops; stop += 1) await page.keyboard.press('Tab');
    found.push(...(await ask(page, 'tabbed()')));
    await ask(page, 'fromTheTop()');
    await page.keyboard.press('Tab');
    found.push(...(await ask(page, 'skips()')));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    found.push(...(await ask(page, 'skipped()')));
    return found;
  });
  return found;
}

/** All, in the order in which they are tried. */
export const conditions = {
  axe: (visit) => visit.axe(),
  forms: ({ page }) => ask(page, 'forms()'),
  '320 px': ({ page }) => fits(page),
  'spaced text': ({ page }) => withStyle(page, spaced),
  '150 %': ({ page }) => at(page, Math.round(desk / 1.5), () => fits(page)),
  '200 %': ({ page }) => at(page, desk / 2, () => fits(page)),
  'text at 200 %': ({ page }) => at(page, desk, () => withStyle(page, 'html { font-size: 200% !important }')),
  print: ({ page }) => print(page),
  keyboard: ({ page }) => keyboard(page),
} satisfies Readonly<Record<string, Condition>>;
