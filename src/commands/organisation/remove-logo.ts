import { defineCommand } from '../apply/definition';
import { wholeOrganisationRefusal } from '../people/whole-organisation';
import { lookChangers } from './keep-logo';

/** Shows the organisation's name without a logo again. @refusal NOT_FOR_ONE_POT */
export const removeLogo = defineCommand<Readonly<Record<string, never>>, 'organisation'>(
  'organisation',
  'removeLogo',
  (c) =>
    Promise.resolve(
      wholeOrganisationRefusal(c.roles, ...lookChangers) ?? {
        set: { logo_id: null },
        event: { before: { logoId: c.row.logo_id }, after: { logoId: null }, audience: 'staff' as const },
      },
    ),
);
