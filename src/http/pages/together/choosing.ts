import { isId } from '../../../contracts/ids';
import { chosenKinds, type ChosenRef } from '../../../../db/queries/lists/chosen';
import type { PageContext } from '../frame/page';
import { deeds } from './deeds';
import { togetherWords as words } from './words';

/** More than this is done in several goes: each is a command of its own. */
export const togetherAtMost = 100;

/** One thing as an address has it: `grant.` and its id. */
export const refText = ({ type, id }: ChosenRef): string => `${type}.${id}`;

/** What an address says was chosen; each once. What is nothing that can be chosen is left out. */
export function refsOf({ several }: Pick<PageContext, 'several'>): readonly ChosenRef[] {
  return [...new Set(several('on'))].flatMap((text) => {
    const [kind, id = ''] = text.split('.');
    const type = chosenKinds.find((one) => one === kind);
    return type === undefined || !isId(id) ? [] : [{ type, id }];
  });
}

/** What a list's template needs so that several of its lines can be chosen: its own name and filters go with them. */
export interface ChoosingOnList {
  readonly deeds: readonly { readonly href: string; readonly words: string }[];
  readonly all: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
}

/** Choosing on a list: which deeds it offers, how many “all” would be, and the filters that say what is on it. */
export function choosingOn(
  list: 'work' | 'grants',
  offered: readonly string[],
  all: string,
  filters: Readonly<Record<string, string | undefined>>,
): ChoosingOnList {
  return {
    deeds: offered.map((deed) => ({ href: `/together/${deed}`, words: deeds[deed]?.link ?? '' })),
    all,
    hidden: [['list', list] as const, ...Object.entries(filters)].flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [{ name, value }],
    ),
  };
}

/** The name of a line's box, for whoever does not see the line. */
export const chooseWords = (what: string): string => words.choose(what);
