import type { SavedView } from '../../../../db/queries/lists/saved-views';
import { filtersText, type ViewList } from '../../../domain/lists/saved-views';
import { viewWords as words } from './words';

/** What a list's template needs to offer its saved views, and to save what it is narrowed by now. */
export function viewsOffered(
  list: ViewList,
  views: readonly SavedView[],
  query: Readonly<Record<string, string | undefined>>,
  personId: string,
) {
  const now = filtersText(list, query);
  const isSaved = views.some(({ filters }) => filters === now);
  return {
    words,
    lines: views.map(({ name, by, personId: savedBy, filters }) => ({
      words: words.nameOf(name, savedBy === personId ? undefined : by),
      href: `/${list}?${filters}`,
      isNow: filters === now,
    })),
    save: now === '' || isSaved ? undefined : `/views/new?${new URLSearchParams({ list }).toString()}&${now}`,
  };
}
