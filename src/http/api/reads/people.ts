import { findMe, findPerson, listPeople, peopleReaders } from '../../../../db/queries/people/people';
import {
  meAnswer,
  meExample,
  peoplePage,
  peopleQuery,
  personAnswer,
  personExample,
  personListedExample,
} from '../../schemas/reads/people';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

/** Reads about people. */
export const peopleReads = [
  readRoute({
    operationId: 'listPeople',
    path: '/people',
    summary: 'People with their roles, by name',
    roles: peopleReaders,
    query: peopleQuery,
    response: peoplePage,
    example: { items: [personListedExample], next: null },
    handle: ({ db, query, ...asker }) => listPeople(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getPerson',
    path: '/people/{id}',
    summary: 'One person with roles, standing connections and access tokens; everybody may look at themselves',
    roles: 'any',
    response: personAnswer,
    example: personExample,
    handle: async ({ db, params, ...asker }) => {
      const mayLook = params['id'] === asker.personId || asker.roles.some((role) => peopleReaders.includes(role.name));
      const person = mayLook ? await findPerson(db, asker, params['id'] ?? '') : undefined;
      if (person === undefined) return undefined;
      const state = person.leftAt === null ? 'known' : 'left';
      return { ...person, allowed: allowedTo(asker.roles, 'person', { state, scope: { potId: null, parties: {} } }) };
    },
  }),
  readRoute({
    operationId: 'getMe',
    path: '/me',
    summary: 'Who you are: name, roles, organisation',
    roles: 'any',
    response: meAnswer,
    example: meExample,
    handle: ({ db, ...asker }) => findMe(db, asker),
  }),
];
