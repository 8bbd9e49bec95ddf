/** What `npm run access` and the crawl hold against pages: each is found where it is, and nothing is found where there is nothing. */
import { conditions, narrowest } from '../support/access/conditions';
import { inPage, openBrowser, type TestBrowser, type Visit } from '../support/browser';

let browser: TestBrowser;
let visit: Visit;
beforeAll(async () => {
  browser = await openBrowser('http://localhost');
  visit = await browser.visit({ width: narrowest });
});
afterAll(() => browser.close());

const page = (main: string) => `<!doctype html><html lang="en-GB"><head><title>A page</title>
  <style>.govuk-skip-link:not(:focus) { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  a, button, input { font-size: 24px } @media print { .govuk-skip-link, form { display: none } }</style></head>
  <body><a class="govuk-skip-link" href="#main-content">Skip to the page</a>
  <main id="main-content"><h1>A page</h1>${main}</main></body></html>`;

const faults: readonly [keyof typeof conditions, string, RegExp][] = [
  ['axe', '<p style="color: #ccc">Hardly to be read</p>', /color-contrast/],
  ['320 px', '<div style="width: 400px">Wide</div>', /scrolls sideways: \d+ px of 320/],
  ['320 px', '<p style="width: 3rem; overflow: hidden; white-space: nowrap">Cut off here</p>', /runs out of its box/],
  ['320 px', '<div style="width: 3rem">Unforeseeable</div>', /runs out of its box/],
  [
    'spaced text',
    '<p style="width: 18rem; height: 1.2em; overflow: hidden">As long as this line is</p>',
    /out of its box/,
  ],
  ['200 %', '<div style="width: 700px">Wide</div>', /scrolls sideways: \d+ px of 640/],
  ['text at 200 %', '<table><tr><td style="min-width: 45rem">Wide</td></tr></table>', /scrolls sideways/],
  ['print', '<button>Press</button>', /printed though it is to press: button “Press”/],
  ['print', '<p style="color: #fff">White</p>', /pale on paper/],
  ['print', '<div style="width: 800px">Wide</div>', /scrolls sideways: \d+ px of 718/],
  ['keyboard', '<a href="#x" style="outline: none">There</a>', /focus is not to be seen: a “There”/],
  ['keyboard', '<a href="#x" tabindex="3">There</a>', /stands elsewhere than it is read|Tab comes first to/],
  [
    'keyboard',
    '<div style="position: fixed; inset: 0; background: #fff"></div><a href="#x">There</a>',
    /focus is hidden/,
  ],
  ['forms', '<form><input aria-label="One"></form>', /a form without a button/],
  [
    'forms',
    '<form><input aria-label="One"><button value="remove:0">Remove</button></form>',
    /Enter presses button “Remove”/,
  ],
];

test.each(faults)('%s finds %s', async (condition, main, fault) => {
  await visit.page.setContent(page(main));
  expect((await conditions[condition](visit)).join('\n')).toMatch(fault);
});

test.each(Object.keys(conditions) as (keyof typeof conditions)[])(
  '%s finds nothing in a page that is well',
  async (condition) => {
    const form = '<form><p><label>Name <input></label></p><p><button>Send</button></p></form>';
    await visit.page.setContent(page(`<p>All is well. <a href="#x">Read on</a></p>${form}`));
    const looks =
      'JSON.stringify([innerWidth, ...["fontSize", "letterSpacing"].map((of) => getComputedStyle(document.querySelector("h1"))[of])])';
    expect(await conditions[condition](visit)).toEqual([]);
    // And leaves it as it was.
    expect(await inPage(visit.page, looks)).toBe('[320,"32px","normal"]');
  },
);
