import { findOrganisation } from '../../../../db/queries/look';
import { staffRoles, type HeldRole } from '../../../domain/lives/roles';
import { logoAddress } from '../../look-addresses';
import { organisationAnswer, organisationExample } from '../../schemas/organisation';
import { readRoute, type Told } from '../read-route';
import { allowedTo } from './allowed';

type Found = NonNullable<Awaited<ReturnType<typeof findOrganisation>>>;

/** The organisation as its own people are told of it. */
export function answerOrganisation(
  { logoId, ...organisation }: Found,
  roles: readonly HeldRole[],
): Told<typeof organisationAnswer> {
  return {
    ...organisation,
    logo: logoAddress({ id: organisation.id, logoId }) ?? null,
    allowed: allowedTo(roles, 'organisation', { state: 'known', scope: { potId: null, parties: {} } }),
  };
}

/** Reads about the organisation itself. */
export const organisationReads = [
  readRoute({
    operationId: 'getOrganisation',
    path: '/organisations/{id}',
    summary: 'Your organisation, and how it shows itself',
    roles: staffRoles,
    response: organisationAnswer,
    example: organisationExample,
    handle: async ({ db, params, ...asker }) => {
      const found = params['id'] === asker.tenantId ? await findOrganisation(db, asker) : undefined;
      return found === undefined ? undefined : answerOrganisation(found, asker.roles);
    },
  }),
] as const;
