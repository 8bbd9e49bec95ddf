import { refuse } from '../../../domain/refusals/refusal';
import { isFresh, needsFreshSignIn } from '../../../domain/people/signing-in';
import { commandRoutes } from '../../api/command-routes';
import { performCommand } from '../../perform-command';
import { refusalProblem } from '../../problems';
import type { PageContext } from './page';
import type { Visit } from './visit';
import type { Looking } from './visitor';

/** Whether somebody has shown lately enough that it is them. */
export const isStillFresh = ({ session }: Pick<PageContext, 'session'>): boolean =>
  session !== undefined && isFresh(session.reauthenticatedAt, session.now);

/** What a page is given of a visit, now that it is known who looks. */
export function contextOf(visit: Visit, { visitor, session }: Looking): PageContext {
  const { request, from } = visit;
  const asker = () => {
    if (visitor === undefined) throw new Error('nobody has signed in');
    return { tenantId: visitor.tenantId, personId: visitor.personId, roles: visitor.roles };
  };
  return {
    visitor,
    session,
    userAgent: request.get('user-agent'),
    get asker() {
      return asker();
    },
    params: firstOfEach(request.params),
    query: firstOfEach(request.query),
    several: (name) => [request.query[name]].flat().filter((one) => typeof one === 'string'),
    path: request.path,
    parts: from.parts,
    cookies: visit.cookies,
    network: request.ip ?? '',
    host: request.hostname,
    perform: (command, asked, as) => {
      const route = commandRoutes.find((one) => one.command === command);
      if (route === undefined) throw new Error(`no route for the command ${command}`);
      if (needsFreshSignIn(command) && !visit.hasShownItself && !isStillFresh({ session }))
        return Promise.resolve({ problem: refusalProblem(refuse('FRESH_SIGN_IN_NEEDED')) });
      return performCommand(from.parts.door, route, request, as ?? asker(), asked).finally(() => {
        if (visitor !== undefined) from.work.forget(visitor.personId);
      });
    },
  };
}

/** The first of each value: nothing of ours sends two. */
function firstOfEach(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
