import { staffRoles, type Role } from '../../../domain/lives/roles';
import { frameWords } from './words';
import type { Visitor } from './visitor';

interface Place {
  readonly href: string;
  /** Where else pages of this place lie. */
  readonly also?: readonly string[];
  readonly words: string;
  readonly for: readonly Role[];
}

const words = frameWords.navigation;
const officers: readonly Role[] = ['fund_manager', 'grants_officer', 'administrator', 'independent_examiner'];

/** The places that the head of each page leads to, in the order of a day's work. */
const places: readonly Place[] = [
  { href: '/home', words: words.home, for: ['applicant'] },
  { href: '/budget', words: words.budget, for: ['budget_holder'] },
  { href: '/orders', words: words.orders, for: ['provider'] },
  { href: '/work', words: words.work, for: staffRoles },
  { href: '/grants', words: words.grants, for: [...staffRoles, 'panel_member', 'funder'] },
  { href: '/meetings', also: ['/rounds'], words: words.meetings, for: [...officers, 'panel_member'] },
  { href: '/purchases', words: words.purchases, for: officers },
  { href: '/directory', words: words.services, for: ['budget_holder', 'provider', ...officers] },
  { href: '/payments', also: ['/payment-runs'], words: words.payments, for: staffRoles },
  { href: '/money', also: ['/funds'], words: words.money, for: [...staffRoles, 'funder'] },
  { href: '/pots', words: words.pots, for: [...staffRoles, 'funder'] },
  { href: '/groups', words: words.groups, for: officers },
  { href: '/people', words: words.people, for: ['fund_manager', 'grants_officer', 'administrator'] },
];

/** Where whoever looks can go, and where they are. */
export function navigationFor({ roles }: Visitor, path: string) {
  return places
    .filter((place) => roles.some(({ name }) => place.for.includes(name)))
    .map(({ href, also = [], words: text }) => ({
      href,
      text,
      active: [href, ...also].some((one) => path === one || path.startsWith(`${one}/`)),
    }));
}

/** The first page of whoever has signed in. */
export function firstPageOf(visitor: Visitor): string {
  return navigationFor(visitor, '')[0]?.href ?? '/account';
}
