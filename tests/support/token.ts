import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { Actor, Inbox } from './inbox';

/** A bearer token for somebody, written straight into the table. */
export async function aToken(
  inbox: Pick<Inbox, 'look'>,
  actor: Actor,
  scopes: readonly string[] = [],
): Promise<string> {
  const token = `gp_${randomBytes(24).toString('base64url')}`;
  await inbox.look(
    'insert into access_token (tenant_id, id, person_id, token_hash, label, scopes) values ($1, $2, $3, $4, $5, $6)',
    [actor.tenantId, randomUUID(), actor.personId, createHash('sha256').update(token).digest(), 'test', scopes],
  );
  return token;
}
