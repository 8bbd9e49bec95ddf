import { readingRoles } from '../../../../domain/lives/roles';
import { definePage } from '../../frame/page';
import { grantForm } from '../actions/action-page';
import { grantWords as words } from '../words';
import { loadGrant, type GrantData } from './data';
import { showGrant } from './show';

/** One grant for those who run its pot, and for who may read it; what needs no more than a button is done here. */
export const grantPage = definePage<GrantData>({
  address: '/grants/:id',
  for: readingRoles,
  words,
  load: loadGrant,
  show: showGrant,
  forms: {
    startChecking: grantForm({ command: 'startChecking', fields: {}, done: 'checking' }),
    passToPanel: grantForm({ command: 'passToPanel', fields: {}, done: 'panel' }),
  },
});
