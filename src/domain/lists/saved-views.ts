/** Named filters of lists, which people save so that they need not choose them again. */

/** The lists that can be saved with their filters, and the filters that each knows, as its address has them. */
export const filtersOfLists = {
  grants: ['q', 'stage', 'pot', 'owner', 'overdue'],
  work: ['owner', 'pot'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A list that can be saved with its filters. */
export type ViewList = keyof typeof filtersOfLists;

/** Somebody saves so many of one list, and no more. */
export const viewsAtMost = 30;

/** Longer values are no filters of ours. */
export const filterAtMost = 200;

/** So long is a view's name at most, in characters. */
export const viewNameAtMost = 60;

/** The list of this name; undefined for a name of none. */
export function viewListOf(name: string | undefined): ViewList | undefined {
  return name !== undefined && Object.hasOwn(filtersOfLists, name) ? (name as ViewList) : undefined;
}

/** The filters of a list out of an address’s query, in one order and nothing else: empty where it is not narrowed. */
export function filtersText(list: ViewList, query: Readonly<Record<string, string | undefined>>): string {
  const said = new URLSearchParams();
  for (const name of filtersOfLists[list]) {
    const value = query[name]?.trim() ?? '';
    if (value !== '' && value.length <= filterAtMost) said.append(name, value);
  }
  return said.toString();
}
