import { searchGrants } from '../../../../db/queries/grants/grants-search';
import { listGrants, type GrantListed } from '../../../../db/queries/grants/grants';
import type { ChosenRef } from '../../../../db/queries/lists/chosen';
import { listOwners } from '../../../../db/queries/grants/owners';
import { listPots } from '../../../../db/queries/pots/pots';
import { listViews, type SavedView } from '../../../../db/queries/lists/saved-views';
import type { Page as PageOf } from '../../../../db/queries/paging';
import { isId } from '../../../contracts/ids';
import { grantStages } from '../../../domain/lives/grant-life';
import { readingRoles, staffRoles } from '../../../domain/lives/roles';
import { rolesToldOfPeople } from '../../../domain/people/reading';
import { statusOfStage } from '../../../domain/words/status';
import { readSought } from '../../../domain/lists/search';
import { listAs } from '../../documents/grants-list';
import { definePage, type Page, type PageContext } from '../frame/page';
import { choosingOn, togetherAtMost } from '../together/choosing';
import { togetherWords } from '../together/words';
import { viewsOffered } from '../views/offered';
import { grantsView } from './views';
import { grantWords as words } from './words';

const linesAPage = 25;
const foundAPage = 100;
const potsAtMost = 100;

const idIn = (text: string | undefined): string | undefined => (text !== undefined && isId(text) ? text : undefined);

/** Whether anything on the list says to whoever looks who looks after it. */
const isToldOfPeople = ({ roles }: PageContext['asker']): boolean =>
  roles.some(({ name }) => rolesToldOfPeople.includes(name));

/** The filters that the address says; what is not one is no filter. */
function filtersOf(query: PageContext['query']) {
  const stage = grantStages.find((one) => one === query['stage']);
  return {
    stage,
    potId: idIn(query['pot']),
    ownerId: idIn(query['owner']),
    overdue: query['overdue'] === 'yes' ? true : undefined,
  };
}

/** The filters as the address has them, for links to other pages of the same list. */
const kept = (query: PageContext['query'], more: Readonly<Record<string, string>> = {}): string => {
  const names = ['q', 'stage', 'pot', 'owner', 'overdue'];
  const given = Object.entries(query).filter(([name, value]) => names.includes(name) && value !== '');
  return new URLSearchParams([...given, ...Object.entries(more)]).toString();
};

type Choices = Awaited<ReturnType<typeof listOwners>>;
interface ListData {
  readonly found: PageOf<GrantListed>;
  readonly isCut: boolean;
  readonly pots: Choices;
  readonly owners: Choices;
  readonly views: readonly SavedView[];
}

async function find(
  { parts, asker, query }: PageContext,
  limit = linesAPage,
): Promise<Pick<ListData, 'found' | 'isCut'>> {
  const { db } = parts.reading;
  const filters = filtersOf(query);
  const sought = readSought(query['q'] ?? '');
  if (sought === undefined && filters.overdue === undefined) {
    const found = await listGrants(db, asker, filters, { sort: 'newest', limit, cursor: query['cursor'] });
    return { found, isCut: false };
  }
  const lines = await searchGrants(db, asker, sought, filters, foundAPage);
  return { found: { items: lines.slice(0, foundAPage), next: null }, isCut: lines.length > foundAPage };
}

/** What is on the list of grants of an address, the newest first: what was sent, for a draft is the group's own. */
export async function refsOfGrantsList(context: PageContext, atMost: number): Promise<readonly ChosenRef[]> {
  const { found } = await find(context, atMost);
  return found.items
    .filter(({ stage }) => stage !== 'draft')
    .slice(0, atMost)
    .map(({ id }) => ({ type: 'grant', id }));
}

const options = (choices: Choices, chosen: string | undefined) =>
  choices.map(({ id, name }) => ({ value: id, text: name, selected: id === chosen }));

const list = definePage<ListData>({
  address: '/grants',
  for: readingRoles,
  words,
  load: async (context) => {
    const { parts, asker } = context;
    const isStaff = asker.roles.some(({ name }) => staffRoles.includes(name));
    const isTold = isToldOfPeople(asker);
    const [{ found, isCut }, pots, owners, views] = await Promise.all([
      find(context),
      listPots(parts.reading.db, asker, {}, { limit: potsAtMost }),
      isTold ? listOwners(parts.reading.db, asker, null) : [],
      isStaff ? listViews(parts.reading.db, asker, 'grants') : [],
    ]);
    return { found, isCut, pots: pots.items, owners, views };
  },
  show: ({ found, isCut, pots, owners, views }, { query, asker }) => {
    const mayChoose = asker.roles.some(({ name }) => name === 'fund_manager' || name === 'grants_officer');
    const filters = filtersOf(query);
    return {
      template: 'grants/list.njk',
      title: words.list.title,
      ...grantsView(found, { asker }),
      isCut,
      isToldOfPeople: isToldOfPeople(asker),
      isNarrowed: kept(query) !== '',
      empty: words.list.empty(pots.length),
      more: found.next === null ? undefined : `/grants?${kept(query, { cursor: found.next })}`,
      sheets: (['csv', 'xlsx'] as const).map((kind) => ({
        href: `/grants/as/${kind}?${kept(query)}`,
        words: words.list.sheets[kind],
      })),
      choosing: mayChoose
        ? choosingOn('grants', ['reassign', 'write'], togetherWords.allUpTo(togetherAtMost), {
            q: query['q'],
            stage: filters.stage,
            pot: filters.potId,
            owner: filters.ownerId,
            overdue: filters.overdue === true ? 'yes' : undefined,
          })
        : undefined,
      chosenWords: togetherWords,
      views: asker.roles.some(({ name }) => staffRoles.includes(name))
        ? viewsOffered('grants', views, query, asker.personId)
        : undefined,
      typed: query['q'] ?? '',
      isOverdue: filters.overdue === true,
      stages: grantStages.map((stage) => ({
        value: stage,
        text: statusOfStage(stage, false, 'staff').words,
        selected: stage === filters.stage,
      })),
      pots: options(pots, filters.potId),
      owners: options(owners, filters.ownerId),
    };
  },
});

/** The list as a sheet, with the filters of the address. */
const sheet = definePage<Awaited<ReturnType<typeof listAs>>>({
  address: '/grants/as/:kind',
  for: readingRoles,
  words,
  load: ({ parts, asker, params, query }) => {
    const kind = (['csv', 'xlsx'] as const).find((one) => one === params['kind']);
    const wanted = { ...filtersOf(query), sought: readSought(query['q'] ?? '') };
    return kind === undefined
      ? Promise.resolve(undefined)
      : listAs(kind, parts.reading.db, asker, { ...wanted, sort: 'newest' });
  },
  show: ({ fileName, mediaType, content }) => ({ file: { name: fileName, type: mediaType, content } }),
});

/** The list of grants: found by name, reference, postcode, contact or sum, and narrowed by what the address says. */
export const listPages: readonly Page[] = [list, sheet];
