import { randomBytes, randomUUID } from 'node:crypto';

import type { Seal } from '../../db/seal';
import { partyRoles, roles, type Role } from '../../src/domain/lives/roles';
import type { Cookies } from '../../src/http/pages/frame/cookies';
import { formToken } from '../../src/http/pages/frame/form-token';
import type { Lookers } from '../builders/every-stage';
import { anOrganisation, aPerson } from '../builders/organisation';
import { aTokenHolder } from '../builders/over-http';
import type { Looking } from './judge-page';
import { cookieOf, type SignedIn } from './signed-in';
import type { WholeLives } from './whole-lives';

/** Somebody who looks, with what shows who they are. */
export interface Looker extends Looking {
  /** All that their browser keeps. */
  readonly cookie: string;
  /** For the API. */
  readonly token: string | undefined;
  /** What forms that are shown to them carry. */
  readonly formToken: string;
}

/** Somebody with one role alone, for a party of their organisation if it is held for one. */
async function only({ engine: { inbox } }: WholeLives, role: Role, tenantId: string): Promise<SignedIn> {
  const partyId = randomUUID();
  if (partyRoles.includes(role))
    await inbox.look("insert into party (tenant_id, id, kind, name) values ($1, $2, 'group', 'A party')", [
      tenantId,
      partyId,
    ]);
  const held = partyRoles.includes(role) ? [{ role, partyId }] : [{ role }];
  return aTokenHolder(inbox, role, await aPerson(inbox, tenantId, `Only ${role}`, held));
}

/** A role's own person here, and the party that it is held for. */
function here({ staff, group }: WholeLives, lookers: Lookers, role: Role): readonly [SignedIn?, string?] {
  const people: Readonly<Partial<Record<Role, readonly [SignedIn, string?]>>> = {
    fund_manager: [staff.manager],
    grants_officer: [staff.officer],
    panel_member: [staff.panel[0]],
    payment_maker: [staff.paymentMaker],
    payment_authoriser: [staff.paymentAuthoriser],
    budget_holder: [lookers.holder, lookers.employer.id],
    applicant: [group.people[0], group.id],
    provider: [lookers.provider.people[0], lookers.provider.id],
    funder: [lookers.funder],
    independent_examiner: [lookers.examiner],
    administrator: [staff.administrator],
  };
  return people[role] ?? [];
}

/** Somebody in each role, of the organisation and of another, and nobody that is known. */
export async function everybodyLooking(
  lives: WholeLives,
  lookers: Lookers,
  { seal }: Pick<Seal, 'seal'>,
): Promise<readonly Looker[]> {
  const { inbox } = lives.engine;
  const elsewhere = await anOrganisation(inbox);
  const shown = async (person: SignedIn | undefined) => {
    const browser = randomBytes(32).toString('base64url');
    const cookies: Cookies = { read: () => browser, set: () => undefined, clear: () => undefined };
    const kept = `grantpot_browser=${browser}`;
    if (person === undefined) return { cookie: kept, token: undefined, formToken: formToken(cookies, seal) };
    const [row] = await inbox.look<{ loginId: string }>('select login_id as "loginId" from person where id = $1', [
      person.id,
    ]);
    const { name, value } = await cookieOf(person);
    const to = { loginId: row!.loginId, personId: person.id };
    return {
      cookie: `${name}=${value}; ${kept}`,
      token: person.token,
      formToken: formToken(cookies, seal, to),
    };
  };
  const all: Looker[] = [
    { looker: 'nobody', where: 'own', personId: undefined, party: undefined, ...(await shown(undefined)) },
  ];
  for (const role of roles) {
    const [person = await only(lives, role, lives.staff.tenantId), party] = here(lives, lookers, role);
    const stranger = await only(lives, role, elsewhere.tenantId);
    all.push({ looker: role, where: 'own', personId: person.id, party, ...(await shown(person)) });
    all.push({ looker: role, where: 'other', personId: stranger.id, party: undefined, ...(await shown(stranger)) });
  }
  return all;
}
