import { countedAtMost } from '../../../../db/queries/work/count';
import { workReaders } from '../../../../db/queries/work/kinds';
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

/** Places that belong together: one word in the head, and a second line of places once somebody is at one of them. */
interface Area {
  readonly words: string;
  readonly places: readonly Place[];
}

const words = frameWords.navigation;
const officers: readonly Role[] = ['fund_manager', 'grants_officer', 'administrator', 'independent_examiner'];

const alone = (place: Place): Area => ({ words: place.words, places: [place] });

/**
 * The places that the head of each page leads to, in the order of a day's work. Areas are few, so that the head stays one line on a desk: a new
 * place goes into the area that it belongs to.
 */
const areas: readonly Area[] = [
  alone({ href: '/home', words: words.home, for: ['applicant'] }),
  alone({ href: '/budget', words: words.budget, for: ['budget_holder'] }),
  alone({ href: '/orders', words: words.orders, for: ['provider'] }),
  alone({ href: '/figures', words: words.figures, for: ['funder'] }),
  alone({ href: '/work', words: words.work, for: workReaders }),
  {
    words: words.grants,
    places: [
      { href: '/grants', words: words.grants, for: [...staffRoles, 'panel_member', 'funder'] },
      { href: '/groups', words: words.groups, for: officers },
      { href: '/purchases', words: words.purchases, for: officers },
    ],
  },
  alone({ href: '/meetings', also: ['/rounds'], words: words.meetings, for: [...officers, 'panel_member'] }),
  {
    words: words.money,
    places: [
      { href: '/payments', also: ['/payment-runs'], words: words.payments, for: staffRoles },
      { href: '/money', also: ['/funds'], words: words.funds, for: [...staffRoles, 'funder'] },
      { href: '/pots', words: words.pots, for: [...staffRoles, 'funder'] },
      { href: '/figures', words: words.figures, for: staffRoles },
    ],
  },
  alone({ href: '/directory', words: words.services, for: ['budget_holder', 'provider', ...officers] }),
  {
    words: words.organisation,
    places: [
      { href: '/people', words: words.people, for: ['fund_manager', 'grants_officer', 'administrator'] },
      { href: '/organisation', words: words.look, for: ['fund_manager', 'administrator'] },
      { href: '/operations', words: words.operations, for: ['fund_manager', 'administrator'] },
    ],
  },
];

const liesAt = ({ href, also = [] }: Place, path: string): boolean =>
  [href, ...also].some((one) => path === one || path.startsWith(`${one}/`));

/** One place of the head, as the template has it. */
export interface Led {
  readonly href: string;
  readonly text: string;
  readonly active: boolean;
}

/**
 * Where whoever looks can go, and where they are: the areas, and the places of the one that they are in, where it has several. The first place of
 * an area stands for it. What waits for them, up to a limit, is said with their work.
 */
export function navigationFor(
  { roles }: Pick<Visitor, 'roles'>,
  path: string,
  waiting = 0,
): { readonly areas: readonly Led[]; readonly places: readonly Led[] } {
  const mine = areas
    .map((area) => ({
      ...area,
      places: area.places.filter((place) => roles.some(({ name }) => place.for.includes(name))),
    }))
    .flatMap(({ words: text, places }) => {
      const [first, ...others] = places;
      if (first === undefined) return [];
      const isHere = places.some((place) => liesAt(place, path));
      const ofArea = others.length === 0 ? first.words : text;
      const said = first.href === '/work' ? words.counted(ofArea, waiting, countedAtMost) : ofArea;
      return [{ href: first.href, text: said, active: isHere, places: others.length === 0 ? [] : places }];
    });
  const here = mine.find(({ active }) => active)?.places ?? [];
  return {
    areas: mine.map(({ href, text, active }) => ({ href, text, active })),
    places: here.map((place) => ({ href: place.href, text: place.words, active: liesAt(place, path) })),
  };
}

/** The first page of whoever has signed in. */
export function firstPageOf(visitor: Pick<Visitor, 'roles'>): string {
  return navigationFor(visitor, '').areas[0]?.href ?? '/account';
}
