import { readFileSync } from 'node:fs';

import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';

/** The widths that pages are looked at in: a phone, and a desk. */
export const widths = { phone: 375, desktop: 1280 } as const;

/** How somebody browses: how wide, and whether scripts run. */
export interface Browsing {
  readonly width?: number;
  readonly scripts?: boolean;
}

/** As most groups browse. No page needs a script. */
export const phone: Browsing = { width: widths.phone, scripts: false };

/** As staff browse. */
export const desktop: Browsing = { width: widths.desktop, scripts: true };

/** A real browser; whatever it complains of while a page is open fails the test that opened it. */
export interface TestBrowser {
  /** A browser of somebody's own, with no cookies yet. */
  visit(browsing?: Browsing): Promise<Visit>;
  close(): Promise<void>;
}

/** One person's browser on one Grantpot. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Complaints so far: errors in the console, requests to other hosts, answers of 400 and above that no test expects. */
  readonly complaints: readonly string[];
  /** Opens an address of the Grantpot. @returns the status */
  open(address: string): Promise<number>;
  /** How wide the page is, where that is more than the window: nobody should have to scroll sideways. */
  widerThanWindow(): Promise<number | undefined>;
  /** WCAG 2.2 A and AA by axe, on the page as it is now: one line for each violation. */
  axe(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** What is read of its answer alone, which it finds in half the time: no selectors, nothing of what is well, no style sheets read again. */
const axeOptions = {
  resultTypes: ['violations'],
  selectors: false,
  preload: false,
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** Starts the browser that npm installed. Close it when the tests end. */
export async function openBrowser(url: string): Promise<TestBrowser> {
  const browser = await launch();
  return {
    visit: (browsing) => visit(browser, url, browsing),
    close: () => browser.close(),
  };
}

async function launch(): Promise<Browser> {
  const { default: packed } = await import('@sparticuz/chromium');
  // In one process, as its makers run it in the cloud, the whole browser ends with the first of its contexts.
  const args = packed.args.filter((argument) => !['--single-process', '--no-zygote'].includes(argument));
  return chromium.launch({ executablePath: await packed.executablePath(), args, headless: true });
}

async function visit(
  browser: Browser,
  url: string,
  { width = widths.desktop, scripts = true }: Browsing = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    baseURL: url,
  });
  // Pages get no script. The browser's own are left on, or axe could not look at the page.
  if (!scripts) await context.route('**/*.js', (route) => route.abort());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A status that a test asked for is the test's to judge.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      complaints.push(`asks another host: ${request.url()}`);
  });
  return {
    page,
    context,
    complaints,
    open: async (address) => (await page.goto(address))?.status() ?? 0,
    widerThanWindow: async () => {
      await page.waitForLoadState('load');
      const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
      return wide > width ? wide : undefined;
    },
    axe: () => violations(page),
    close: () => context.close(),
  };
}

const sessions = new WeakMap<Page, CDPSession>();

/** What an expression gives in a page, as it is served: outside the page's own policy of scripts. @throws Error when it throws */
export async function inPage(page: Page, expression: string): Promise<unknown> {
  // Kept until the page closes: with a session that ends goes also what another of the page has set up, such as its passkeys.
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined)
    throw new Error(`a look at the page failed: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  return result.value;
}

async function violations(page: Page): Promise<readonly string[]> {
  // A click goes on as soon as the next page begins: its style may still be on its way.
  await page.waitForLoadState('load');
  const expression = `${axeSource}; axe.run(document, ${JSON.stringify(axeOptions)}).then((found) => found.violations.map((one) => one.id + ': ' + one.help + ' ' + one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')))`;
  return (await inPage(page, expression)) as readonly string[];
}
