import { v7 as newId } from 'uuid';
import { staffRoles, type Role } from '../../domain/lives/roles';
import { refuse } from '../../domain/refusals/refusal';
import { areUnrelated } from '../../domain/decision/connections';
import { defineCommand } from '../apply/definition';
import { connectedByName } from '../parties/connected-by-name';
import { tellOwner } from '../application/tell';
import { connectionFacts } from '../readings/connection-facts';
import { actorOf } from './grant-context';
import { groupOf } from './people-to-tell';

/** Another member of the committee, who is to accept the offer too. */
export interface InviteSignatoryBody {
  readonly name: string;
  /** Where their mail goes, and what they sign in with. */
  readonly email: string;
  /** What they are on the committee, such as treasurer. */
  readonly position?: string | undefined;
  /** That they are neither related to whoever invites them nor live with them. */
  readonly unrelated?: boolean | undefined;
}

/** More people than a committee has would be somebody sending mail to strangers. */
const peopleAtMost = 10;

/** Who works for the organisation, or decides for it, does not accept for a group. */
const ofTheOrganisation: readonly Role[] = [...staffRoles, 'panel_member'];

/**
 * The group lets another member of its committee in, so that they accept the offer: they then act for the group, and are mailed where the offer is. Whoever is
 * there already is mailed again; whoever is connected with the group by the same name, and could not sign in, is that person. Who looks after the grant is told, and can ask who they are.
 * @refusal SIGNATORY_RELATION_NOT_SAID, SIGNATORY_IS_YOU, SIGNATORY_NOT_POSSIBLE, SIGNATORIES_RELATED, GROUP_HAS_MANY_PEOPLE
 */
export const inviteSignatory = defineCommand<InviteSignatoryBody, 'grant'>('grant', 'inviteSignatory', async (c) => {
  const { tx, tenantId, row, at, body } = c;
  if (body.unrelated !== true) return refuse('SIGNATORY_RELATION_NOT_SAID', { field: '/unrelated' });
  const email = body.email.trim().toLowerCase();
  const [login, group] = await Promise.all([
    tx
      .selectFrom('login')
      .leftJoin('person', (join) =>
        join.onRef('person.login_id', '=', 'login.id').on('person.tenant_id', '=', tenantId),
      )
      .select(['login.id', 'person.id as person_id', 'person.left_at'])
      .where('login.email', '=', email)
      .executeTakeFirst(),
    groupOf(c),
  ]);
  const known = login?.person_id ?? undefined;
  if (known === actorOf(c)) return refuse('SIGNATORY_IS_YOU', { field: '/email' });
  // Whom an officer has written down from the group's papers is the same person: what they are connected to goes with them.
  const onPaper =
    known === undefined
      ? await connectedByName(tx, tenantId, { partyId: row.party_id, name: body.name, withoutLogin: true })
      : undefined;
  const somebody = known ?? onPaper;
  const found = somebody === undefined ? nothing : await standingOf(c, somebody);
  if (
    login?.left_at != null ||
    found.roles.some((name) => ofTheOrganisation.includes(name)) ||
    (onPaper !== undefined && found.roles.length > 0)
  )
    return refuse('SIGNATORY_NOT_POSSIBLE', { field: '/email' });
  if (found.isRelated) return refuse('SIGNATORIES_RELATED');
  const actsAlready = known !== undefined && group.includes(known);
  if (!actsAlready && group.length >= peopleAtMost)
    return refuse('GROUP_HAS_MANY_PEOPLE', { facts: { atMost: peopleAtMost } });

  // Of two that add one address at the same moment, the second breaks the unique key, is tried again, and finds it.
  const loginId = login?.id ?? newId();
  const personId = somebody ?? newId();
  const of = { tenant_id: tenantId, person_id: personId, party_id: row.party_id };
  return {
    writes: [
      ...(login === undefined ? [tx.insertInto('login').values({ id: loginId, email }).compile()] : []),
      ...(onPaper === undefined
        ? []
        : [
            tx
              .updateTable('person')
              .set({ login_id: loginId })
              .where('tenant_id', '=', tenantId)
              .where('id', '=', onPaper)
              .compile(),
          ]),
      ...(somebody === undefined
        ? [
            tx
              .insertInto('person')
              .values({ tenant_id: tenantId, id: personId, login_id: loginId, name: body.name.trim(), created_at: at })
              .compile(),
          ]
        : []),
      ...(actsAlready
        ? []
        : [
            tx
              .insertInto('role')
              .values({ ...of, id: newId(), name: 'applicant', granted_at: at })
              .compile(),
          ]),
      ...(found.isOnCommittee
        ? []
        : [
            tx
              .insertInto('party_connection')
              .values({
                ...of,
                id: newId(),
                kind: 'committee',
                position: body.position ?? null,
                signatory: false,
                declared_at: at,
              })
              .compile(),
          ]),
    ],
    event: { after: { personId } },
    mails: [{ template: 'signatory-invited', to: personId }, ...tellOwner(c, 'signatory-named')],
    result: { personId },
  };
});

/** What is known of somebody whom nobody knew. */
const nothing = { roles: [] as readonly Role[], isOnCommittee: false, isRelated: false };

/** What somebody is to the organisation, to the group, and to whoever invites them or has accepted. */
async function standingOf(
  c: Parameters<typeof groupOf>[0] & { readonly actorId: string | null; readonly subjectId: string },
  personId: string,
): Promise<typeof nothing> {
  const { tx, tenantId, row, subjectId } = c;
  const [roles, accepted] = await Promise.all([
    tx
      .selectFrom('role')
      .select('name')
      .where('tenant_id', '=', tenantId)
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .execute(),
    tx
      .selectFrom('acceptance')
      .select('person_id')
      .where('tenant_id', '=', tenantId)
      .where('grant_id', '=', subjectId)
      .execute(),
  ]);
  const others = [...new Set([actorOf(c), ...accepted.map(({ person_id }) => person_id)])].filter(
    (one) => one !== personId,
  );
  const facts = await connectionFacts(tx, tenantId, { persons: [personId, ...others], parties: [row.party_id] });
  return {
    roles: roles.map(({ name }) => name as Role),
    isOnCommittee: facts.withParties.some((one) => one.personId === personId && one.kind === 'committee'),
    isRelated: others.some((one) => !areUnrelated([one, personId], facts)),
  };
}
