import { v7 as newId } from 'uuid';
import { refuse } from '../../domain/refusals/refusal';
import { defineCreation, tenantWide } from '../apply/definition';

/** Somebody who works with the organisation: staff, panel, a group's member. Roles and connections come after. */
export interface AddPersonBody {
  readonly name: string;
  /** Where sign-in links go. One person may work with several organisations by one address. */
  readonly email: string;
}

/** Adds a person by their address, whose login is found or made. @refusal PERSON_HERE_ALREADY, PERSON_HAS_LEFT */
export const addPerson = defineCreation<AddPersonBody, 'person'>(
  'person',
  'addPerson',
  async () => tenantWide,
  async ({ tx, tenantId, body, at }) => {
    const email = body.email.trim().toLowerCase();
    const login = await tx
      .selectFrom('login')
      .leftJoin('person', (join) =>
        join.onRef('person.login_id', '=', 'login.id').on('person.tenant_id', '=', tenantId),
      )
      .select(['login.id', 'person.id as person_id', 'person.left_at'])
      .where('login.email', '=', email)
      .executeTakeFirst();
    if (typeof login?.person_id === 'string') {
      const code = login.left_at === null ? 'PERSON_HERE_ALREADY' : 'PERSON_HAS_LEFT';
      return refuse(code, { field: '/email', facts: { personId: login.person_id } });
    }
    // Of two that add one address at the same moment, the second breaks the unique key, is tried again, and finds it.
    const loginId = login?.id ?? newId();
    return {
      to: 'known',
      create: { login_id: loginId, name: body.name, created_at: at },
      writes: login === undefined ? [tx.insertInto('login').values({ id: loginId, email }).compile()] : [],
    };
  },
);
