import { findGrant } from '../../../../db/queries/grant';
import { listGrants } from '../../../../db/queries/grants';
import { readTimeline } from '../../../../db/queries/timeline';
import { isId } from '../../../contracts/ids';
import { answerGrant } from '../../api/reads/grant-answer';
import { definePage, type Page } from '../frame/page';
import { grantView, grantsView } from './views';
import { grantWords as words } from './words';

const linesAPage = 25;
const eventsAPage = 100;

/** The staff's pages about grants: the list, and one with its state, money and timeline. They read what the API reads. */
export const grantPages: readonly Page[] = [
  definePage({
    address: '/grants',
    for: 'signed in',
    words,
    load: ({ parts, asker, query }) =>
      listGrants(parts.reading.db, asker, {}, { sort: 'newest', limit: linesAPage, cursor: query['cursor'] }),
    show: (page) => ({ template: 'grants/list.njk', title: words.list.title, ...grantsView(page) }),
  }),
  definePage({
    address: '/grants/:id',
    for: 'signed in',
    words,
    load: async ({ parts, asker, params }) => {
      const id = params['id'] ?? '';
      const grant = isId(id) ? await findGrant(parts.reading.db, asker, id) : undefined;
      if (grant === undefined) return undefined;
      const timeline = await readTimeline(
        parts.reading.db,
        asker,
        { type: 'grant', id },
        { sort: 'newest', limit: eventsAPage },
      );
      return timeline === undefined ? undefined : { grant, timeline };
    },
    show: ({ grant, timeline }, { asker }) => ({
      template: 'grants/grant.njk',
      ...grantView(answerGrant(grant, asker.roles), timeline.items),
    }),
  }),
];
