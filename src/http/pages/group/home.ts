import { findGrantsOfGroups } from '../../../../db/queries/grants/grant';
import { definePage } from '../frame/page';
import { toldToGroups, type GroupGrant } from './grant-data';
import { homeView } from './views';
import { groupWords as words } from './words';

/** The first page of whoever acts for a group: one card for each application and grant. */
export const homePage = definePage<readonly GroupGrant[]>({
  address: '/home',
  for: ['applicant', 'budget_holder'],
  words,
  load: async (context) => toldToGroups(await findGrantsOfGroups(context.parts.reading.db, context.asker), context),
  show: (grants, { visitor }) => ({
    template: 'group/home.njk',
    title: words.home.title,
    slug: visitor?.organisation.slug,
    ...homeView(grants),
  }),
});
