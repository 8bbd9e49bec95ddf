import { findGrantsOfGroups } from '../../../../db/queries/grants/grant';
import { listReceiving, type Receiving } from '../../../../db/queries/money/receiving';
import { definePage } from '../frame/page';
import { toldToGroups, type GroupGrant } from './grant-data';
import { receivingOnHome } from './receiving';
import { homeView } from './views';
import { groupWords as words } from './words';

/** What somebody who acts for groups finds first. */
interface Home {
  readonly grants: readonly GroupGrant[];
  /** The organisations for which they receive money that others were given. */
  readonly receiving: readonly Receiving[];
}

/** The first page of whoever acts for a group, or receives money for one: one card for each application and grant. */
export const homePage = definePage<Home>({
  address: '/home',
  for: ['applicant', 'budget_holder'],
  words,
  load: async (context) => {
    const { asker, parts } = context;
    const [found, receiving] = await Promise.all([
      findGrantsOfGroups(parts.reading.db, asker),
      listReceiving(parts.reading.db, asker),
    ]);
    return { grants: await toldToGroups(found, context), receiving };
  },
  show: ({ grants, receiving }, { visitor }) => ({
    template: 'group/home.njk',
    title: words.home.title,
    slug: visitor?.organisation.slug,
    ...homeView(grants),
    receiving: receivingOnHome(receiving),
  }),
});
