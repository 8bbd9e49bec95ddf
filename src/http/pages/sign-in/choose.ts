import { listOrganisationsOf } from '../../../../db/queries/people/sessions';
import { chooseOrganisation } from '../../../commands/sign-in/sessions';
import { refuse } from '../../../domain/refusals/refusal';
import { isSomethingKept } from '../frame/keep-form';
import { definePage } from '../frame/page';
import { refused } from './acted';
import { keepSession, rememberGoesTo, sessionHashOf, takeGoesTo } from './session';
import { signInWords as words } from './words';

/** Lets whoever works with several organisations choose one, or change over. */
export const choosePage = definePage({
  address: '/sign-in/choose',
  for: 'anyone',
  words,
  load: async (context) => {
    rememberGoesTo(context);
    return context.session === undefined ? [] : listOrganisationsOf(context.parts.reading.db, context.session.loginId);
  },
  show: (people, { session, cookies }) =>
    session === undefined
      ? { goTo: '/sign-in' }
      : {
          template: 'sign-in/choose.njk',
          title: words.choose.title,
          kept: isSomethingKept(cookies),
          organisations: people.map(({ tenantId, name, organisation }) => ({
            id: tenantId,
            name: organisation.name,
            as: name,
          })),
        },
  forms: {
    choose: {
      fields: {},
      act: async ({ button }, people, context) => {
        if (context.session === undefined) return { goTo: '/sign-in' };
        // Any other id would be no id at all to the database.
        const wanted = people.find(({ tenantId }) => tenantId === button);
        if (wanted === undefined) return refused(refuse('ORGANISATION_NOT_YOURS'));
        const chosen = await chooseOrganisation(context.parts.door.db, sessionHashOf(context), wanted.tenantId);
        if ('code' in chosen) return refused(chosen);
        keepSession(context.cookies, chosen);
        return { goTo: takeGoesTo(context) };
      },
    },
  },
});
