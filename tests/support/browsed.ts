import { openBrowser, phone, desktop, type Browsing, type TestBrowser, type Visit } from './browser';
import { signInAs, type SignedIn } from './signed-in';
import { openWholeLives, type WholeLives } from './whole-lives';

/** A Grantpot that runs for one test file, and a browser to look at it with. */
export interface Browsed {
  readonly lives: WholeLives;
  /** Where its pages are. */
  readonly url: string;
  /** The name that the organisation has in addresses. */
  readonly slug: string;
  /** A browser of somebody who has not signed in. It is closed after the test, which fails if there were complaints. */
  visit(browsing?: Browsing): Promise<Visit>;
  /** The same for somebody who has signed in. */
  visitAs(person: SignedIn, browsing?: Browsing): Promise<Visit>;
}

/** How journeys are walked, for `describe.each`: as most groups do, and as staff do. */
export const waysToBrowse = [
  ['a phone without scripts', phone],
  ['a desktop', desktop],
] as const;

/** Starts a Grantpot and a browser before the tests of a file, and ends them afterwards. What it answers with is there once tests run. */
export function browsed(): Browsed {
  let lives: WholeLives;
  let browser: TestBrowser;
  let url: string;
  let slug: string;
  const visits: Visit[] = [];
  beforeAll(async () => {
    lives = await openWholeLives();
    url = lives.engine.api.replace('/api/v1', '');
    browser = await openBrowser(url);
    const [tenant] = await lives.engine.inbox.look<{ slug: string }>('select slug from tenant where id = $1', [
      lives.staff.tenantId,
    ]);
    slug = String(tenant?.slug);
  });
  afterAll(async () => {
    await browser.close();
    await lives.close();
  });
  afterEach(async () => {
    for (const visit of visits.splice(0)) {
      expect(visit.complaints).toEqual([]);
      await visit.close();
    }
  });
  const visit = async (browsing?: Browsing) => {
    const opened = await browser.visit(browsing);
    visits.push(opened);
    return opened;
  };
  return {
    get lives() {
      return lives;
    },
    get url() {
      return url;
    },
    get slug() {
      return slug;
    },
    visit,
    visitAs: async (person, browsing) => {
      const opened = await visit(browsing);
      await signInAs(opened, url, person);
      return opened;
    },
  };
}
