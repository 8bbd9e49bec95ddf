import {
  areConnected,
  areUnrelated,
  connectedParties,
  connectedPersons,
  connectionTo,
  type ConnectionFacts,
  partyConnectionKinds,
  personConnectionKinds,
  unrelatedCount,
} from '../../src/domain/decision/connections';
import { signatoryRefusal } from '../../src/domain/award/signatories';

const none: ConnectionFacts = { withParties: [], withPersons: [] };

const withParty = (personId: string, kind: (typeof partyConnectionKinds)[number]): ConnectionFacts => ({
  ...none,
  withParties: [{ personId, partyId: 'group', kind }],
});

const withPerson = (otherPersonId: string, kind: (typeof personConnectionKinds)[number]) =>
  ({ personId: 'E', otherPersonId, kind }) as const;

describe('a connection to a party', () => {
  it.each(partyConnectionKinds)('is made by: %s', (kind) => {
    expect(connectionTo('E', 'group', withParty('E', kind))).toBe(kind === 'knows' ? 'knows' : 'connected');
    expect(connectionTo('E', 'other group', withParty('E', kind))).toBe('none');
    expect(connectionTo('F', 'group', withParty('E', kind))).toBe('none');
  });

  const table = personConnectionKinds.flatMap((near) => partyConnectionKinds.map((kind) => [near, kind] as const));

  it.each(table)('through somebody who is %s and whose connection is: %s', (near, kind) => {
    const facts: ConnectionFacts = { ...withParty('sister', kind), withPersons: [withPerson('sister', near)] };
    const expected = kind === 'knows' ? 'none' : near === 'knows' ? 'knows' : 'connected';
    expect(connectionTo('E', 'group', facts)).toBe(expected);
    expect(connectedParties('E', facts).has('group')).toBe(expected === 'connected');
  });

  it('holds whoever declared it', () => {
    const facts: ConnectionFacts = {
      ...withParty('sister', 'committee'),
      withPersons: [{ personId: 'sister', otherPersonId: 'E', kind: 'family' }],
    };
    expect(connectionTo('E', 'group', facts)).toBe('connected');
  });

  it('does not reach through two people', () => {
    const facts: ConnectionFacts = {
      ...withParty('his sister', 'committee'),
      withPersons: [
        withPerson('husband', 'family'),
        { personId: 'husband', otherPersonId: 'his sister', kind: 'family' },
      ],
    };
    expect(connectionTo('E', 'group', facts)).toBe('none');
  });

  it('is found among those with others', () => {
    const knows = { personId: 'E', partyId: 'group', kind: 'knows' } as const;
    const facts: ConnectionFacts = { ...none, withParties: [knows, { ...knows, partyId: 'other group' }] };
    expect(connectionTo('E', 'group', facts)).toBe('knows');
  });

  it('is the nearer one when there are two', () => {
    const facts: ConnectionFacts = {
      ...none,
      withParties: [
        { personId: 'E', partyId: 'group', kind: 'knows' },
        { personId: 'E', partyId: 'group', kind: 'committee' },
      ],
    };
    expect(connectionTo('E', 'group', facts)).toBe('connected');
  });
});

describe('a connection of two persons', () => {
  it.each(personConnectionKinds)('%s', (kind) => {
    const facts: ConnectionFacts = { ...none, withPersons: [withPerson('A', kind)] };
    expect(areConnected('E', 'A', facts)).toBe(kind !== 'knows');
    expect(areConnected('A', 'E', facts)).toBe(kind !== 'knows');
    expect(areUnrelated(['A', 'E'], facts)).toBe(kind === 'knows' || kind === 'business');
  });

  it('is one with these two and nobody else', () => {
    const others = [withPerson('A', 'family'), { personId: 'B', otherPersonId: 'C', kind: 'family' } as const];
    expect(connectedPersons('E', { ...none, withPersons: others })).toEqual(new Set(['A']));
  });

  it('is one with oneself', () => {
    expect(areConnected('A', 'A', none)).toBe(true);
    expect(areUnrelated(['A', 'A'], none)).toBe(false);
  });
});

describe('unrelated committee members', () => {
  const family = (personId: string, otherPersonId: string) => ({ personId, otherPersonId, kind: 'family' }) as const;

  it.each<[string, string[], ReturnType<typeof family>[], number]>([
    ['three strangers', ['A', 'B', 'C'], [], 3],
    ['a couple and a friend', ['A', 'B', 'C'], [family('A', 'B')], 2],
    ['a family', ['A', 'B', 'C'], [family('A', 'B'), family('B', 'C'), family('C', 'A')], 1],
    ['a mother, her two sons’ wives and a friend', ['M', 'W', 'X', 'F'], [family('M', 'W'), family('M', 'X')], 3],
    ['the same person twice', ['A', 'A'], [], 1],
    ['nobody', [], [], 0],
  ])('%s', (_, persons, withPersons, count) => {
    expect(unrelatedCount(persons, { ...none, withPersons })).toBe(count);
  });

  it('are counted quickly in a large committee of couples, and of strangers', () => {
    const persons = Array.from({ length: 24 }, (_, position) => `P${position}`);
    const withPersons = persons.flatMap((one, position) =>
      position % 2 === 0 ? [family(one, `P${position + 1}`)] : [],
    );
    expect(unrelatedCount(persons, { ...none, withPersons })).toBe(12);
    expect(unrelatedCount(persons, none)).toBe(24);
  });
});

describe('those who sign an offer', () => {
  const facts: ConnectionFacts = { ...none, withPersons: [withPerson('A', 'household'), withPerson('B', 'business')] };

  it('are two different people who are not related', () => {
    expect(signatoryRefusal('E', [], facts)).toBeUndefined();
    expect(signatoryRefusal('C', ['E'], facts)).toBeUndefined();
    expect(signatoryRefusal('B', ['E'], facts)).toBeUndefined();
    expect(signatoryRefusal('E', ['E'], facts)).toMatchObject({ code: 'ALREADY_SIGNED', facts: { signed: 1 } });
    expect(signatoryRefusal('A', ['E'], facts)).toMatchObject({ code: 'SIGNATORIES_RELATED' });
  });
});
