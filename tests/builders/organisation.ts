import { randomUUID } from 'node:crypto';

import type { Role } from '../../src/domain/lives/roles';
import type { Actor, Inbox } from '../support/inbox';

/** An organisation with one person in each role of staff and panel, and panel members besides. */
export interface Organisation {
  readonly tenantId: string;
  readonly manager: Actor;
  readonly officer: Actor;
  readonly secondOfficer: Actor;
  readonly paymentMaker: Actor;
  readonly paymentAuthoriser: Actor;
  readonly administrator: Actor;
  readonly panel: readonly [Actor, Actor, Actor, Actor];
}

/** Writes an organisation and its people straight into the tables: what set-up does before anybody can give a command. */
export async function anOrganisation(
  inbox: Pick<Inbox, 'look'>,
  slug = `org-${randomUUID().slice(0, 8)}`,
): Promise<Organisation> {
  const tenantId = randomUUID();
  await inbox.look('insert into tenant (id, name, slug) values ($1, $2, $3)', [
    tenantId,
    'Croydon Voluntary Action',
    slug,
  ]);
  // As an organisation that has been there for a while has it; a new one begins with nothing.
  await inbox.look(`update organisation set switched_on = '{online_scoring}' where tenant_id = $1`, [tenantId]);
  const person = (name: string, ...roles: Role[]) =>
    aPerson(
      inbox,
      tenantId,
      name,
      roles.map((role) => ({ role })),
    );
  return {
    tenantId,
    manager: await person('Fund Manager', 'fund_manager'),
    officer: await person('Grants Officer', 'grants_officer'),
    secondOfficer: await person('Second Officer', 'grants_officer'),
    paymentMaker: await person('Payment Maker', 'payment_maker'),
    paymentAuthoriser: await person('Payment Authoriser', 'payment_authoriser'),
    administrator: await person('Administrator', 'administrator'),
    panel: [
      await person('Member C', 'panel_member'),
      await person('Member D', 'panel_member'),
      await person('Member E', 'panel_member'),
      await person('Member F', 'panel_member'),
    ],
  };
}

/** Writes one person with roles, each for the whole organisation, for a pot, or for a party. */
export async function aPerson(
  inbox: Pick<Inbox, 'look'>,
  tenantId: string,
  name: string,
  roles: readonly { role: Role; potId?: string; partyId?: string; ownLimitPence?: number }[],
): Promise<Actor> {
  const personId = randomUUID();
  const loginId = randomUUID();
  await inbox.look('insert into login (id, email) values ($1, $2)', [loginId, `${personId}@example.org`]);
  await inbox.look('insert into person (tenant_id, id, login_id, name) values ($1, $2, $3, $4)', [
    tenantId,
    personId,
    loginId,
    name,
  ]);
  for (const { role, potId, partyId, ownLimitPence } of roles) {
    await inbox.look(
      'insert into role (tenant_id, id, person_id, name, pot_id, party_id, own_limit_pence) values ($1, $2, $3, $4, $5, $6, $7)',
      [tenantId, randomUUID(), personId, role, potId ?? null, partyId ?? null, ownLimitPence ?? null],
    );
  }
  return { tenantId, personId };
}
