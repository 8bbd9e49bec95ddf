/** Somebody of the demonstration: whom the command that loads it writes into the file, and everybody else reads there. */
export interface DemonstrationPerson {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Whom they act for: the organisation that runs the pots, a group, a provider, a funder. */
  readonly organisation: string;
  /** To act as them. */
  readonly token: string;
}

/** The file with the demonstration's people, in the data directory. It is written last, so it says that all is there. */
export const demonstrationPeopleFile = 'demo.json';

const isPerson = (one: unknown): one is DemonstrationPerson => {
  if (typeof one !== 'object' || one === null) return false;
  const { name, email, roles, organisation, token } = one as Partial<Record<keyof DemonstrationPerson, unknown>>;
  const isText = [name, email, organisation, token].every((part) => typeof part === 'string');
  return isText && Array.isArray(roles) && roles.every((role) => typeof role === 'string');
};

/** What the file's JSON says. @throws TypeError when it is not what was written there */
export function demonstrationPeopleIn(json: unknown): readonly DemonstrationPerson[] {
  const people = (json as { readonly people?: unknown } | null)?.people;
  if (!Array.isArray(people) || !people.every(isPerson))
    throw new TypeError('these are no people of the demonstration');
  return people;
}
