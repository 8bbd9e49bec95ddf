import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { Visit } from './browser';
import type { Inbox } from './inbox';

/** Somebody whom a test signs in. */
export interface SignedIn {
  readonly id: string;
  readonly token: string;
}

type Records = Pick<Inbox, 'look'>;

/** The records of each Grantpot that runs in this process. */
const known = new Set<Records>();

/** Lets people be signed in whose records these are. @returns what ends that */
export function knowRecords(records: Records): () => void {
  known.add(records);
  return () => known.delete(records);
}

/**
 * The cookie of a session of somebody's, without the pages on which people sign in: its name and its value. Everything that they could be asked
 * for was given, in a year to come, so that a test may move the clock.
 */
export async function cookieOf({ token }: SignedIn): Promise<{ readonly name: string; readonly value: string }> {
  const value = randomBytes(32).toString('base64url');
  for (const records of known) {
    const opened = await records.look(
      `insert into session (id, token_hash, login_id, organisation_id, person_id, device, created_at, last_seen_at, second_factor_at, reauthenticated_at)
       select $1, $2, p.login_id, p.tenant_id, p.id, 'Firefox on Linux', f.at, f.at, f.at, f.at
       from access_token t join person p on p.tenant_id = t.tenant_id and p.id = t.person_id cross join (select app.now() + interval '50 years' as at) f
       where t.token_hash = $3 returning id`,
      [randomUUID(), digestOf(value), digestOf(token)],
    );
    if (opened.length > 0) return { name: 'grantpot_session', value };
  }
  throw new Error('nobody in a Grantpot of this process has such a token');
}

/** Lets a browser look as somebody. */
export async function signInAs(visit: Visit, url: string, person: SignedIn): Promise<void> {
  await visit.context.addCookies([{ ...(await cookieOf(person)), url }]);
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
