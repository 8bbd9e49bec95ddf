import { listGrants } from '../../../../db/queries/grants';
import { definePage, type Page } from '../frame/page';
import { assessingPages } from './actions/assessing';
import { decidingPages } from './actions/deciding';
import { runningPages } from './actions/running';
import { writingPages } from './actions/writing';
import { grantPage } from './grant/page';
import { grantsView } from './views';
import { grantWords as words } from './words';

const linesAPage = 25;

/** The staff's pages about grants: the list, one grant, and what is done to it. They read what the API reads. */
export const grantPages: readonly Page[] = [
  definePage({
    address: '/grants',
    for: 'signed in',
    words,
    load: ({ parts, asker, query }) =>
      listGrants(parts.reading.db, asker, {}, { sort: 'newest', limit: linesAPage, cursor: query['cursor'] }),
    show: (page) => ({ template: 'grants/list.njk', title: words.list.title, ...grantsView(page) }),
  }),
  grantPage,
  ...assessingPages,
  ...decidingPages,
  ...runningPages,
  ...writingPages,
];
