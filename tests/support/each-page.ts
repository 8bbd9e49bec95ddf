import type { Lookers } from '../builders/every-stage';
import type { Visit } from './browser';
import { crawl, patternOf, type Crawled } from './crawl';
import { cookieOf, type SignedIn } from './signed-in';
import type { WholeLives } from './whole-lives';

/** Somebody who looks at pages, and in which role. */
export interface Reader {
  readonly role: string;
  /** Of their session; nobody that is known has none. */
  readonly cookie?: { readonly name: string; readonly value: string };
}

/** A page as somebody sees it. */
export interface Look extends Crawled {
  readonly reader: Reader;
}

/** Who looks at pages, each in one role. */
export const readingRoles = [
  'anybody',
  'applicant',
  'grants officer',
  'fund manager',
  'panel member',
  'payment maker',
  'payment authoriser',
  'administrator',
  'budget holder',
  'provider',
  'funder',
  'independent examiner',
] as const;

/** Somebody in each role, signed in, and nobody that is known. */
export async function everybody(lives: WholeLives, lookers: Lookers): Promise<readonly Reader[]> {
  const { staff, group } = lives;
  const people: Readonly<Record<(typeof readingRoles)[number], SignedIn | undefined>> = {
    anybody: undefined,
    applicant: group.people[0],
    'grants officer': staff.officer,
    'fund manager': staff.manager,
    'panel member': staff.panel[0],
    'payment maker': staff.paymentMaker,
    'payment authoriser': staff.paymentAuthoriser,
    administrator: staff.administrator,
    'budget holder': lookers.holder,
    provider: lookers.provider.people[0],
    funder: lookers.funder,
    'independent examiner': lookers.examiner,
  };
  const readers: Reader[] = [];
  for (const role of readingRoles) {
    const person = people[role];
    readers.push(person === undefined ? { role } : { role, cookie: await cookieOf(person) });
  }
  return readers;
}

/** Everything that somebody is led to, from the first page and the page of their own account. */
export const ledTo = (url: string, { cookie }: Reader): Promise<readonly Crawled[]> =>
  crawl(url, cookie ? `${cookie.name}=${cookie.value}` : '', ['/', cookie ? '/account' : '/sign-in']);

/** Lets a browser look as somebody, whoever it looked as before. */
export async function readAs({ context }: Visit, url: string, { cookie }: Reader): Promise<void> {
  await context.clearCookies();
  if (cookie !== undefined) await context.addCookies([{ ...cookie, url }]);
}

const pagesOf = (found: readonly Crawled[]) =>
  found.filter(({ type, status }) => type.startsWith('text/html') && status === 200);

function firstOfEach(found: readonly Crawled[], kind: (page: Crawled) => string): readonly Crawled[] {
  const first = new Map<string, Crawled>();
  for (const page of found) if (!first.has(kind(page))) first.set(kind(page), page);
  return [...first.values()];
}

/** One page of each kind in each state that somebody is led to. */
export const oneOfEachState = (found: readonly Crawled[]): readonly Crawled[] =>
  firstOfEach(pagesOf(found), ({ address, tag }) => `${patternOf(address)} ${tag}`);

/** One page of each kind that somebody is led to. */
export const oneOfEachKind = (found: readonly Crawled[]): readonly Crawled[] =>
  firstOfEach(pagesOf(found), ({ address }) => patternOf(address));
