import type { Database } from '../../../../db/client';
import { findBearer } from '../../../../db/queries/bearer';
import { findMe } from '../../../../db/queries/people';
import { digestOf } from '../../../commands/people/access-token';
import type { Cookies } from '../frame/cookies';
import type { Visitor } from '../frame/visitor';

/** The cookie that holds the token of the person whom somebody looks as in the demonstration. Scripts cannot read it, other sites do not send it. */
export const lookingAsCookie = 'grantpot_looking_as';

/** Whom somebody looks as in the demonstration. */
export async function findDemonstrationVisitor(db: Database, cookies: Cookies): Promise<Visitor | undefined> {
  const token = cookies.read(lookingAsCookie);
  const bearer = token === undefined ? undefined : await findBearer(db, digestOf(token));
  const me = bearer === undefined ? undefined : await findMe(db, bearer);
  if (bearer === undefined || me === undefined) return undefined;
  const { tenantId, personId, roles } = bearer;
  return { tenantId, personId, roles, name: me.name, organisation: { name: me.organisation.name } };
}
