import { openBrowser, type Browsing, type TestBrowser, type Visit } from '../support/browser';
import { grantpot } from '../support/command-line';
import { Launched, newDataDirectory, removeDataDirectory, variablesOf } from '../support/launched';
import { Hands } from './hands';
import { followLinkToSignIn, setUpApp, signIn } from './sign-in';

/** What `npm start` gives whoever has nothing but the address that it prints. */
export interface Demonstration {
  /** Somebody who has not signed in. */
  stranger(browsing: Browsing): Promise<Hands>;
  /** Somebody of the organisation, at a desk: signed in by the mailed code, with an app for codes. They stay signed in. */
  staff(name: string): Promise<Hands>;
  /** Somebody of a group, or a court worker: signed in by the mailed code. They stay signed in. */
  person(name: string, browsing: Browsing): Promise<Hands>;
  /** The same for somebody who opens the link in the mail instead. */
  personByLink(name: string, browsing: Browsing): Promise<Hands>;
  /** The address that somebody's mail goes to, as the list of the demonstration's people says. */
  addressOf(name: string): string;
  /** What `npx grantpot ledger verify` says. */
  verifyLedger(): Promise<string>;
  /** What browsers complained of so far: errors in the console, requests to other hosts. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

/** Starts Grantpot as `npm start` does, with the demonstration's data, and a browser. */
export async function openDemonstration(): Promise<Demonstration> {
  const directory = newDataDirectory();
  const launched = new Launched(directory, { GRANTPOT_DEMO: 'true' });
  const browsers: TestBrowser[] = [];
  const close = async () => {
    await Promise.all(browsers.map((one) => one.close()));
    launched.signal('SIGTERM');
    await launched.ended;
    await removeDataDirectory(directory);
  };
  try {
    const browser = await openBrowser(await launched.ready());
    browsers.push(browser);
    return { ...(await peopleIn(browser)), verifyLedger: () => verified(directory), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function peopleIn(browser: TestBrowser): Promise<Omit<Demonstration, 'verifyLedger' | 'close'>> {
  const visits: Visit[] = [];
  const signedIn = new Map<string, Hands>();
  const stranger = async (browsing: Browsing) => {
    const visit = await browser.visit(browsing);
    visits.push(visit);
    return new Hands(visit);
  };
  const addresses = await addressesOn(await stranger({}));
  const addressOf = (name: string) => {
    const address = addresses.get(name);
    if (address === undefined) throw new Error(`${name} is not among the people of the demonstration`);
    return address;
  };
  const once = async (name: string, browsing: Browsing, enter: (hands: Hands, address: string) => Promise<void>) => {
    const before = signedIn.get(name);
    if (before !== undefined) return before;
    const hands = await stranger(browsing);
    await enter(hands, addressOf(name));
    signedIn.set(name, hands);
    return hands;
  };
  return {
    stranger,
    staff: (name) =>
      once(name, {}, async (hands, address) => {
        await signIn(hands, address);
        await setUpApp(hands);
      }),
    person: (name, browsing) => once(name, browsing, signIn),
    personByLink: (name, browsing) => once(name, browsing, followLinkToSignIn),
    addressOf,
    complaints: () => visits.flatMap(({ complaints }) => complaints),
  };
}

/** Who is in the demonstration, as its own page lists them: names and addresses. */
async function addressesOn(hands: Hands): Promise<ReadonlyMap<string, string>> {
  await hands.begin();
  await hands.page.getByRole('link', { name: 'Look as somebody else' }).click();
  await hands.reads('Who do you want to look as?');
  const cards = await hands.page.getByRole('main').getByRole('listitem').allInnerTexts();
  return new Map(cards.map((card) => [card.split(',', 1)[0] ?? '', /\S+@\S+/.exec(card)?.[0] ?? '']));
}

async function verified(directory: string): Promise<string> {
  const { code, output, complaint } = await grantpot(variablesOf(directory), 'ledger', 'verify');
  return code === 0 ? output : `failed: ${output}${complaint}`;
}
