import type { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../../../db/client';
import { staffRoles, type Role } from '../../domain/lives/roles';
import type { GrantContext } from '../grant/grant-context';
import type { KnownByEmail } from '../people/login-of-address';
import { connectedByName } from './connected-by-name';

/** More people than a committee has would be somebody sending mail to strangers. */
export const peopleAtMost = 10;

/** Who works for the organisation, or decides for it, does not act for a group. */
const ofTheOrganisation: readonly Role[] = [...staffRoles, 'panel_member'];

/**
 * Whom an officer has written down from the group's papers by the same name: the same person, so that what they are connected to goes with them.
 * Undefined for whoever is known by their email address, and where nobody is written down so.
 */
export const onPaperAs = async (
  { tx, tenantId }: Pick<GrantContext, 'tx' | 'tenantId'>,
  partyId: string,
  name: string,
  known: KnownByEmail,
): Promise<string | undefined> =>
  known.personId === undefined ? connectedByName(tx, tenantId, { partyId, name, withoutLogin: true }) : undefined;

/** Why somebody cannot act for a group: they have left, they are of the organisation, or whoever was written down by that name has a role. */
export async function cannotAct(tx: Tx, tenantId: string, known: KnownByEmail, onPaper?: string): Promise<boolean> {
  const personId = known.personId ?? onPaper;
  if (known.hasLeft) return true;
  if (personId === undefined) return false;
  const held = await tx
    .selectFrom('role')
    .select('name')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
  return (
    held.some(({ name }) => ofTheOrganisation.includes(name as Role)) || (onPaper !== undefined && held.length > 0)
  );
}

/** Who is let in. */
interface LetIn {
  /** The group, or the host that receives money for one. */
  readonly partyId: string;
  readonly name: string;
  readonly known: KnownByEmail;
  /** Who is written down by that name, and could not sign in. */
  readonly onPaper: string | undefined;
  readonly actsAlready: boolean;
  /** What they are on the committee, null where that is not said; undefined for somebody who joins it not, or is on it. */
  readonly joinsAs: string | null | undefined;
}

/** Lets somebody act for a group, or for the host that receives its money, by their email address. Who may is asked before. */
export function lettingIn(
  { tx, tenantId, at }: Pick<GrantContext, 'tx' | 'tenantId' | 'at'>,
  { partyId, name, known, onPaper, actsAlready, joinsAs }: LetIn,
): { readonly personId: string; readonly writes: readonly CompiledQuery[] } {
  // Of two that add one address at the same moment, the second breaks the unique key, is tried again, and finds it.
  const loginId = known.loginId ?? newId();
  const personId = known.personId ?? onPaper ?? newId();
  const of = { tenant_id: tenantId, person_id: personId, party_id: partyId };
  return {
    personId,
    writes: [
      ...(known.loginId === undefined
        ? [tx.insertInto('login').values({ id: loginId, email: known.email }).compile()]
        : []),
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
      ...(known.personId === undefined && onPaper === undefined
        ? [
            tx
              .insertInto('person')
              .values({ tenant_id: tenantId, id: personId, login_id: loginId, name: name.trim(), created_at: at })
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
      ...(joinsAs === undefined
        ? []
        : [
            tx
              .insertInto('party_connection')
              .values({ ...of, id: newId(), kind: 'committee', position: joinsAs, signatory: false, declared_at: at })
              .compile(),
          ]),
    ],
  };
}
