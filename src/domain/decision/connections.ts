/**
 * Who is connected to whom, from standing rows that people declared. *Connected* means family, household, business,
 * committee or employment, or being the party itself: it takes a person out of the room. *Knows* is only minuted.
 */

/** The id of a person. */
export type PersonId = string;

/** The id of a party: a group, provider, funder, host or employer. */
export type PartyId = string;

/** What a person is to a party; all but `knows` connect. `self` is a sole trader, or anyone else who is the party. */
export const partyConnectionKinds = ['committee', 'employee', 'family', 'business', 'self', 'knows'] as const;

/** What two persons are to each other; all but `knows` connect. */
export const personConnectionKinds = ['family', 'household', 'business', 'knows'] as const;

/** A standing connection of a person with a party. */
export interface PartyConnection {
  readonly personId: PersonId;
  readonly partyId: PartyId;
  readonly kind: (typeof partyConnectionKinds)[number];
}

/** A standing connection of two persons; it holds both ways, whoever declared it. */
export interface PersonConnection {
  readonly personId: PersonId;
  readonly otherPersonId: PersonId;
  readonly kind: (typeof personConnectionKinds)[number];
}

/** The standing connections that a question is answered from; those that have ended are left out. */
export interface ConnectionFacts {
  readonly withParties: readonly PartyConnection[];
  readonly withPersons: readonly PersonConnection[];
}

/** How near a person is to somebody or something. */
export type Connection = 'connected' | 'knows' | 'none';

function personsBy(
  personId: PersonId,
  { withPersons }: ConnectionFacts,
  fits: (kind: PersonConnection['kind']) => boolean,
): ReadonlySet<PersonId> {
  const others = withPersons
    .filter(({ kind }) => fits(kind))
    .flatMap(({ personId: one, otherPersonId: other }) =>
      one === personId ? [other] : other === personId ? [one] : [],
    );
  return new Set(others);
}

/** Those whom a person is connected to: family, household, business. Not the person. */
export function connectedPersons(personId: PersonId, facts: ConnectionFacts): ReadonlySet<PersonId> {
  return personsBy(personId, facts, (kind) => kind !== 'knows');
}

/**
 * The parties that a person is connected to, directly or through somebody whom they are connected to: who has a sister
 * on a committee is connected to that group.
 */
export function connectedParties(personId: PersonId, facts: ConnectionFacts): ReadonlySet<PartyId> {
  const near = connectedPersons(personId, facts);
  const rows = facts.withParties.filter(
    (row) => row.kind !== 'knows' && (row.personId === personId || near.has(row.personId)),
  );
  return new Set(rows.map(({ partyId }) => partyId));
}

/** How near a person is to a party. Who knows the party, or somebody who is connected to it, `knows` it. */
export function connectionTo(personId: PersonId, partyId: PartyId, facts: ConnectionFacts): Connection {
  if (connectedParties(personId, facts).has(partyId)) return 'connected';
  const known = personsBy(personId, facts, (kind) => kind === 'knows');
  const knows = facts.withParties.some(
    (row) =>
      row.partyId === partyId && (row.personId === personId || (row.kind !== 'knows' && known.has(row.personId))),
  );
  return knows ? 'knows' : 'none';
}

/** Whether two persons are connected: the same, or family, household or business. */
export function areConnected(one: PersonId, other: PersonId, facts: ConnectionFacts): boolean {
  return one === other || connectedPersons(one, facts).has(other);
}

const related = (personId: PersonId, facts: ConnectionFacts): ReadonlySet<PersonId> =>
  personsBy(personId, facts, (kind) => kind === 'family' || kind === 'household');

/**
 * Whether persons are all different and none is related to another: by blood, marriage or partnership, or by living at
 * one address, which is what funders mean by it (e.g. Norfolk Community Foundation). Doing business together is allowed.
 */
export function areUnrelated(persons: readonly PersonId[], facts: ConnectionFacts): boolean {
  return unrelatedCount(persons, facts) === persons.length;
}

/** The most of these persons that can be taken without two who are related: three for a committee, two to sign. */
export function unrelatedCount(persons: readonly PersonId[], facts: ConnectionFacts): number {
  const relatedTo = new Map(persons.map((personId) => [personId, related(personId, facts)]));
  const most = ([first, ...rest]: readonly PersonId[]): number => {
    if (first === undefined) return 0;
    const free = rest.filter((other) => relatedTo.get(first)?.has(other) !== true);
    const withFirst = 1 + most(free);
    return free.length === rest.length ? withFirst : Math.max(withFirst, most(rest));
  };
  return most([...relatedTo.keys()]);
}
