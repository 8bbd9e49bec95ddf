import { readLikenesses, type Likenesses } from '../../../../../db/queries/grants/grant-warnings';
import { isId } from '../../../../contracts/ids';
import { readingRoles } from '../../../../domain/lives/roles';
import { definePage } from '../../frame/page';
import { grantForm } from '../actions/action-page';
import { grantWords as words } from '../words';
import { loadGrant, type GrantData } from './data';
import { showGrant } from './show';
import { mayReadGroups } from '../../groups/readers';
import { warningsFor } from './warnings';

/** Where whoever looks has something to do with a draft, below its address: comment on it, or write down what its group says. */
function draftPageOf({ grant, found }: GrantData): '/feedback' | '' | undefined {
  if (found.sharedAt !== null && grant.allowed.includes('commentOnDraft')) return '/feedback';
  return grant.helpedBy !== null && grant.allowed.includes('submitApplication') ? '' : undefined;
}

/** One grant for those who run its pot, and for who may read it; what needs no more than a button is done here. */
export const grantPage = definePage<GrantData & { readonly likenesses: Likenesses | undefined }>({
  address: '/grants/:id',
  for: readingRoles,
  words,
  load: async (context) => {
    const { parts, asker, params } = context;
    const id = params['id'] ?? '';
    const [data, likenesses] = await Promise.all([
      loadGrant(context),
      isId(id) ? readLikenesses(parts.reading.db, asker, id) : undefined,
    ]);
    return data === undefined ? undefined : { ...data, likenesses };
  },
  show: (data, context) => {
    const draft = data.grant.stage === 'draft' ? draftPageOf(data) : undefined;
    if (draft !== undefined) {
      // Whoever came from the list goes back to the list.
      const from = context.query['from'] === 'grants' ? '?from=grants' : '';
      return { goTo: `/applications/${data.grant.id}${draft}${from}` };
    }
    return {
      ...showGrant(data, context),
      warnings: warningsFor(data, data.likenesses, context.parts.reading.open, mayReadGroups(context.asker)),
    };
  },
  forms: {
    startChecking: grantForm({ command: 'startChecking', fields: {}, done: 'checking' }),
    passToPanel: grantForm({ command: 'passToPanel', fields: {}, done: 'panel' }),
  },
});
