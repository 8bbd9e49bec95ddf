import { v7 as newId } from 'uuid';
import { sql } from 'kysely';
import { defineCreation, tenantWide } from '../apply/definition';

/** What somebody without an account has confirmed by the link that was sent to them. */
export interface RegisterGroupBody {
  readonly registrationId: string;
}

/**
 * The engine's own, once somebody has opened the link: the group is there, and they act for it. Groups with the same name are noted for staff: only
 * people can tell whether they are one.
 */
export const registerGroup = defineCreation<RegisterGroupBody, 'party'>(
  'party',
  'registerGroup',
  async () => tenantWide,
  async ({ tx, tenantId, subjectId: partyId, body, at }) => {
    const asked = await tx
      .selectFrom('registration')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', body.registrationId)
      .executeTakeFirstOrThrow();
    const [login, same] = await Promise.all([
      tx
        .selectFrom('login')
        .leftJoin('person', (join) =>
          join.onRef('person.login_id', '=', 'login.id').on('person.tenant_id', '=', tenantId),
        )
        .select(['login.id', 'person.id as person_id'])
        .where('login.email', '=', asked.email)
        .executeTakeFirst(),
      tx
        .selectFrom('party')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('kind', '=', 'group')
        .where(sql`lower(name)`, '=', asked.group_name.toLowerCase())
        .orderBy('id')
        .limit(10)
        .execute(),
    ]);
    // Of two that add one address at the same moment, the second breaks the unique key, is tried again, and finds it.
    const loginId = login?.id ?? newId();
    const personId = login?.person_id ?? newId();
    const of = { tenant_id: tenantId, person_id: personId, party_id: partyId };
    return {
      to: 'known',
      create: {
        kind: 'group',
        name: asked.group_name,
        organisation_type: asked.organisation_type,
        created_at: at,
      },
      writes: [
        ...(login === undefined ? [tx.insertInto('login').values({ id: loginId, email: asked.email }).compile()] : []),
        ...(login?.person_id == null
          ? [
              tx
                .insertInto('person')
                .values({
                  tenant_id: tenantId,
                  id: personId,
                  login_id: loginId,
                  name: asked.person_name,
                  created_at: at,
                })
                .compile(),
            ]
          : []),
        tx
          .insertInto('role')
          .values({ ...of, id: newId(), name: 'applicant', granted_at: at })
          .compile(),
        ...(asked.committee_position === null
          ? []
          : [
              tx
                .insertInto('party_connection')
                .values({
                  ...of,
                  id: newId(),
                  kind: 'committee',
                  position: asked.committee_position,
                  signatory: false,
                  declared_at: at,
                })
                .compile(),
            ]),
        tx
          .updateTable('registration')
          .set({ confirmed_at: at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', asked.id)
          .compile(),
      ],
      event: {
        audience: 'staff',
        after: {
          kind: 'group',
          organisationType: asked.organisation_type,
          personId,
          sameNameAs: same.map(({ id }) => id),
        },
      },
      result: { personId },
    };
  },
);
