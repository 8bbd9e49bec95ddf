import { findBearer } from '../../../../db/queries/people/bearer';
import { findLoginOf } from '../../../../db/queries/people/sessions';
import { digestOf } from '../../../commands/people/access-token';
import type { PageContext } from '../frame/page';
import { letIn } from '../sign-in/session';

/** Lets a browser look as somebody of the demonstration: a session like any other, for which the second factor counts as given. @returns whether there is such a person */
export async function lookAs(context: PageContext, token: string): Promise<boolean> {
  const { db } = context.parts.reading;
  const bearer = await findBearer(db, digestOf(token));
  const loginId = bearer === undefined ? undefined : await findLoginOf(db, bearer);
  if (bearer === undefined || loginId === undefined) return false;
  return (await letIn(context, { loginId, as: bearer, hasSecondFactor: true })) === undefined;
}
