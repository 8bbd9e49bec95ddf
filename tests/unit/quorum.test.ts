import * as fc from 'fast-check';

import type { ConnectionFacts } from '../../src/domain/decision/connections';
import { type MeetingItem, quorumAt, quorumRefusal, type Ruling } from '../../src/domain/decision/quorum';

/** E's sister is the group's secretary. */
const facts: ConnectionFacts = {
  withParties: [
    { personId: 'sister', partyId: 'group', kind: 'committee' },
    { personId: 'G', partyId: 'group', kind: 'knows' },
  ],
  withPersons: [{ personId: 'E', otherPersonId: 'sister', kind: 'family' }],
};

const item: MeetingItem = {
  present: ['C', 'D', 'E'],
  partyId: 'group',
  facts,
  declared: [],
  helpedWrite: [],
  left: [],
  quorum: 3,
};

describe('a quorum of three', () => {
  it('is not met by C, D and E, whose sister is the group’s secretary, until F sits', () => {
    expect(quorumAt(item)).toEqual({
      counted: ['C', 'D'],
      met: false,
      excluded: [{ personId: 'E', why: 'connected' }],
      knows: [],
      unruled: [],
    });
    expect(quorumRefusal(item)).toMatchObject({ code: 'QUORUM_NOT_MET', facts: { counted: 2, quorum: 3 } });
    expect(quorumRefusal({ ...item, present: ['C', 'D', 'E', 'F'] })).toBeUndefined();
  });

  it('is met by the same people for another group', () => {
    expect(quorumAt({ ...item, partyId: 'other' }).met).toBe(true);
  });

  it('does not count who declares a connection, helped to write, or left the room', () => {
    const among = quorumAt({
      ...item,
      present: ['C', 'D', 'F', 'H'],
      declared: [{ personId: 'C', level: 'connected' }],
      helpedWrite: ['D'],
      left: ['F'],
    });
    expect(among.counted).toEqual(['H']);
    expect(among.excluded).toEqual([
      { personId: 'C', why: 'connected' },
      { personId: 'D', why: 'helped write' },
      { personId: 'F', why: 'left the room' },
    ]);
  });

  it('counts who merely knows them, and says so for the minutes', () => {
    const among = quorumAt({ ...item, present: ['C', 'D', 'G'], declared: [{ personId: 'D', level: 'knows' }] });
    expect(among).toMatchObject({ counted: ['C', 'D', 'G'], met: true, knows: ['D', 'G'] });
  });

  it('leaves it to the chair whether who knows them decides', () => {
    const declared = (ruling?: Ruling) => [{ personId: 'D', level: 'knows' as const, ...(ruling && { ruling }) }];
    const at = (ruling?: Ruling) => quorumAt({ ...item, present: ['C', 'D', 'F'], declared: declared(ruling) });
    expect(at()).toMatchObject({ counted: ['C', 'D', 'F'], knows: ['D'], unruled: ['D'] });
    expect(at('decides')).toMatchObject({ counted: ['C', 'D', 'F'], met: true, knows: ['D'], unruled: [] });
    for (const ruling of ['stays', 'leaves'] as const) {
      expect(at(ruling)).toEqual({
        counted: ['C', 'F'],
        met: false,
        excluded: [{ personId: 'D', why: 'the chair ruled' }],
        knows: ['D'],
        unruled: [],
      });
    }
    // Who is connected leaves, whatever was ruled.
    const both = [...declared('decides'), { personId: 'D', level: 'connected' as const }];
    expect(quorumAt({ ...item, present: ['C', 'D', 'F'], declared: both })).toMatchObject({
      excluded: [{ personId: 'D', why: 'connected' }],
      knows: [],
    });
  });

  it('counts nobody twice', () => {
    expect(quorumAt({ ...item, present: ['C', 'C', 'D'] })).toMatchObject({ counted: ['C', 'D'], met: false });
  });
});

describe('any meeting', () => {
  const persons = fc.subarray(['C', 'D', 'E', 'F', 'G', 'H', 'sister']);

  it('puts everybody who came on exactly one side, and more people never unmeet it', () => {
    fc.assert(
      fc.property(
        persons,
        persons,
        persons,
        persons,
        fc.integer({ min: 2, max: 5 }),
        (present, helpedWrite, left, more, quorum) => {
          const among = quorumAt({ ...item, present, helpedWrite, left, quorum });
          expect([...among.counted, ...among.excluded.map(({ personId }) => personId)].toSorted()).toEqual(
            present.toSorted(),
          );
          if (among.met)
            expect(quorumAt({ ...item, present: [...present, ...more], helpedWrite, left, quorum }).met).toBe(true);
        },
      ),
    );
  });
});
