import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  demonstrationPeopleFile,
  demonstrationPeopleIn,
  type DemonstrationPerson,
} from '../../contracts/demonstration-people';
import type { Api, Asker } from './api';

/** Somebody of the demonstration. */
export interface Person extends Asker {
  readonly id: string;
  readonly email: string;
}

/** Who takes part in the story: the organisation's people, by what they do. */
export interface Cast {
  readonly administrator: Person;
  readonly manager: Person;
  readonly officer: Person;
  readonly panel: readonly Person[];
  readonly paymentMaker: Person;
  readonly paymentAuthoriser: Person;
}

/** Reads the people that `npm start` wrote into the data directory. */
export function demonstrationPeople(dataDirectory: string): readonly DemonstrationPerson[] {
  return demonstrationPeopleIn(JSON.parse(readFileSync(join(dataDirectory, demonstrationPeopleFile), 'utf8')));
}

/** Finds the cast of one organisation among people with tokens. @throws Error when a role has nobody. */
export async function castOf(api: Api, people: readonly DemonstrationPerson[], organisation: string): Promise<Cast> {
  const own = people.filter((person) => person.organisation === organisation);
  const withRole = (role: string) => own.filter(({ roles }) => roles.includes(role));
  const one = async (role: string): Promise<Person> => {
    const [found] = withRole(role);
    if (found === undefined) throw new Error(`nobody in demo.json is ${role} of ${organisation}`);
    return identified(api, found);
  };
  return {
    administrator: await one('administrator'),
    manager: await one('fund_manager'),
    officer: await one('grants_officer'),
    panel: await Promise.all(withRole('panel_member').map((person) => identified(api, person))),
    paymentMaker: await one('payment_maker'),
    paymentAuthoriser: await one('payment_authoriser'),
  };
}

/** Asks who a token speaks for. */
export async function identified(api: Api, asker: Asker & { readonly email: string }): Promise<Person> {
  const me = await api.as(asker, 'getMe');
  return { name: asker.name, email: asker.email, token: asker.token, id: String(me['id']) };
}
