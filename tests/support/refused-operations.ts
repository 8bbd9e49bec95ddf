import { randomUUID } from 'node:crypto';

import type { Role } from '../../src/domain/lives/roles';
import type { ApiDocument, Operation } from './api-document';
import type { Answered, KeptConnection } from './kept-connection';
import type { Looker } from './lookers';
import { exampleOf } from './raw-requests';
import type { About, Thing } from './things-on-pages';

/** What the first part of an operation's address is about. */
const kinds: Readonly<Record<string, About>> = {
  applications: 'grant',
  grants: 'grant',
  funds: 'fund',
  pots: 'pot',
  rounds: 'round',
  meetings: 'meeting',
  'payment-runs': 'run',
  purchases: 'purchase',
  parties: 'group',
  people: 'person',
  organisations: 'organisation',
};

/** Whoever has no account does these, by a link's token. */
const wantsAccount = ({ said }: Operation): boolean => said.security === undefined;

/** An operation that changes something, asked by somebody who may not. */
export interface Refused {
  readonly name: string;
  readonly expected: 401 | 403 | 404 | 422;
  ask(connection: KeptConnection): Promise<Answered>;
}

/**
 * Every operation of the API that changes something and everybody who may not: those who are not known, those whose roles it is not for, and those
 * of another organisation where it is about a thing of this one. Creating, saving and sending files are among them.
 */
export function refusedOperations(
  document: ApiDocument,
  everybody: readonly Looker[],
  things: readonly Thing[],
): readonly Refused[] {
  const changing = document.operations.filter((one) => one.method !== 'get' && wantsAccount(one));
  return changing.flatMap((operation) => {
    const { operationId, path, method, said } = operation;
    const kind = kinds[path.split('/')[1] ?? ''];
    const thing = things.find(({ about }) => about === kind);
    const isAboutThing = path.includes('{id}');
    const at = `/api/v1${path.replace('{id}', thing?.params['id'] ?? randomUUID())}`;
    const roles: readonly Role[] = said['x-required-roles'];
    const expectedOf = ({ looker, where }: Looker): Refused['expected'] | undefined => {
      if (looker === 'nobody') return 401;
      // Begun is an application in a pot that is there for whoever asks; there is none of another organisation's.
      if (operationId === 'createApplication' && where === 'other') return roles.includes(looker) ? undefined : 422;
      // Whoever writes no applications is told that there is no such draft, as of another's.
      if (!roles.includes(looker)) return operationId === 'saveApplication' ? 404 : 403;
      return isAboutThing && where === 'other' ? 404 : undefined;
    };
    return everybody.flatMap((looking): readonly Refused[] => {
      const expected = expectedOf(looking);
      if (expected === undefined) return [];
      return [
        {
          name: [operationId, looking.looker, looking.where].join(', '),
          expected,
          ask: (connection) =>
            connection.ask(at, {
              method: method.toUpperCase(),
              ...sendingOf(operation, looking.token, operationId === 'createApplication' ? whereToApply(things) : {}),
            }),
        },
      ];
    });
  });
}

function sendingOf(operation: Operation, token: string | undefined, known: Readonly<Record<string, string>>) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    'idempotency-key': randomUUID(),
    'if-match': '"1"',
  };
  const example = exampleOf(operation) as Readonly<Record<string, unknown>> | undefined;
  if (example !== undefined)
    return {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ ...example, ...known }),
    };
  const form = operation.said.requestBody?.content['multipart/form-data'];
  if (form === undefined) return { headers };
  const boundary = 'grantpot-matrix';
  const fields = { ...(form.example as Readonly<Record<string, string>>) };
  const parts = Object.entries(fields).map(([name, value]) =>
    name === 'file'
      ? `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n${value}\r\n`
      : `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
}

/** Whether somebody may begin an application is looked at once it is known for whom and in which pot. */
function whereToApply(things: readonly Thing[]): Readonly<Record<string, string>> {
  const idOf = (about: About, state: string) =>
    things.find((thing) => thing.about === about && thing.state === state)?.params['id'] ?? '';
  return { potId: idOf('pot', 'open'), partyId: idOf('group', 'group') };
}
