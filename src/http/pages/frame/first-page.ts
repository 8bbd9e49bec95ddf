import { definePage } from './page';
import { firstPageOf } from './navigation';

/** The address without anything: leads whoever has signed in to their first page. */
export const firstPage = definePage({
  address: '/',
  for: 'signed in',
  words: {},
  show: (_data, { visitor }) => ({ goTo: visitor === undefined ? '/sign-in' : firstPageOf(visitor) }),
});
