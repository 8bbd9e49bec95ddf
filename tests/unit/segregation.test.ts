import {
  type ConnectionFacts,
  partyConnectionKinds,
  personConnectionKinds,
} from '../../src/domain/decision/connections';
import { duties, type Duty, mayPerform, segregation } from '../../src/domain/people/segregation';

const none: ConnectionFacts = { withParties: [], withPersons: [] };
const alone = { parties: [], facts: none };

/** Written out here a second time, on purpose: who may not perform what, after what. */
const barredAfter: Partial<Record<Duty, readonly Duty[]>> = {
  assessed: ['applied', 'helped write'],
  'decided alone': ['applied', 'helped write'],
  'decided with panel': ['applied', 'helped write'],
  'decided appeal': ['applied', 'helped write', 'decided alone'],
  'confirmed paper acceptance': [
    'applied',
    'helped write',
    'assessed',
    'decided alone',
    'decided with panel',
    'decided appeal',
    'recorded paper acceptance',
    'moved payment ahead',
    'built run',
    'authorised run',
    'sent run',
  ],
  'checked bank details': ['gave bank details'],
  'authorised purchase': ['requested purchase'],
  'moved payment ahead': ['applied', 'requested purchase'],
  'built run': ['applied', 'requested purchase', 'recorded paper acceptance', 'confirmed paper acceptance'],
  'authorised run': [
    'applied',
    'requested purchase',
    'recorded paper acceptance',
    'confirmed paper acceptance',
    'gave bank details',
    'decided alone',
    'moved payment ahead',
    'built run',
  ],
  'sent run': ['applied', 'requested purchase', 'recorded paper acceptance', 'confirmed paper acceptance'],
  'accepted report': ['applied', 'wrote report'],
  'wrote off refund': ['applied'],
};

/** Being close to who did it keeps from it too, but where somebody else still authorises or the help is minuted. */
const barredNear: Partial<Record<Duty, readonly Duty[]>> = {
  ...barredAfter,
  assessed: ['applied'],
  'confirmed paper acceptance': ['applied', 'recorded paper acceptance'],
  'decided alone': ['applied'],
  'decided with panel': ['applied'],
  'decided appeal': ['applied', 'decided alone'],
  'built run': [],
  'sent run': [],
};

const openToConnected: readonly Duty[] = ['applied', 'helped write', 'gave bank details', 'wrote report'];

const pairs = duties.flatMap((duty) => duties.map((before) => [duty, before] as const));

test('every duty is said in words of its own, as they follow “you” or “who”', () => {
  const said = duties.map((duty) => segregation[duty].said);
  for (const words of said) expect(words).toMatch(/^[a-z]+ed( [a-z]+)*$|^(gave|built|sent|wrote)( [a-z]+)+$/);
  expect(new Set(said).size).toBe(duties.length);
});

test.each(duties)('%s is barred by nothing but duties', (duty) => {
  const { notAfter, notNear } = segregation[duty];
  expect(duties).toEqual(expect.arrayContaining([...notAfter, ...notNear]));
});

describe('the same person', () => {
  it.each(pairs)('who is to have %s, having %s before', (duty, before) => {
    const refusal = mayPerform(duty, 'A', [{ duty: before, personId: 'A' }], alone);
    if (barredAfter[duty]?.includes(before) === true) {
      expect(refusal).toMatchObject({ code: 'SAME_PERSON', facts: { duty, earlier: before } });
      expect(refusal?.detail).toContain(`you ${segregation[before].said},`);
    } else {
      expect(refusal).toBeUndefined();
    }
  });

  it.each(pairs)('who is somebody else than the one who %s is free of it: %s', (duty, before) => {
    expect(mayPerform(duty, 'B', [{ duty: before, personId: 'A' }], alone)).toBeUndefined();
  });
});

describe('somebody connected to who did it', () => {
  const table = pairs.flatMap(([duty, before]) => personConnectionKinds.map((kind) => [duty, before, kind] as const));

  it.each(table)('who is to have %s, near the one who %s: %s', (duty, before, kind) => {
    const facts: ConnectionFacts = { ...none, withPersons: [{ personId: 'husband', otherPersonId: 'A', kind }] };
    const refusal = mayPerform(duty, 'husband', [{ duty: before, personId: 'A' }], { parties: [], facts });
    if (kind !== 'knows' && barredNear[duty]?.includes(before) === true) {
      expect(refusal).toMatchObject({ code: 'CONNECTED_PERSON', facts: { duty, earlier: before } });
    } else {
      expect(refusal).toBeUndefined();
    }
  });
});

describe('somebody connected to the party that it benefits', () => {
  const table = duties.flatMap((duty) => partyConnectionKinds.map((kind) => [duty, kind] as const));

  it.each(table)('%s: %s', (duty, kind) => {
    const facts: ConnectionFacts = { ...none, withParties: [{ personId: 'A', partyId: 'payee', kind }] };
    const refusal = mayPerform(duty, 'A', [], { parties: ['other', 'payee'], facts });
    if (kind === 'knows' || openToConnected.includes(duty)) {
      expect(refusal).toBeUndefined();
    } else {
      expect(refusal).toMatchObject({ code: 'CONNECTED_PERSON', facts: { duty, partyId: 'payee' } });
      expect(refusal?.detail).toContain('connected to the organisation that it is about.');
    }
    expect(mayPerform(duty, 'A', [], { parties: ['other'], facts })).toBeUndefined();
  });

  it('through a sister', () => {
    const facts: ConnectionFacts = {
      withParties: [{ personId: 'sister', partyId: 'payee', kind: 'committee' }],
      withPersons: [{ personId: 'E', otherPersonId: 'sister', kind: 'family' }],
    };
    expect(mayPerform('decided with panel', 'E', [], { parties: ['payee'], facts })).toMatchObject({
      code: 'CONNECTED_PERSON',
    });
  });
});

describe('the payment run that officer A builds', () => {
  const earlier = [
    { duty: 'decided with panel', personId: 'C' },
    { duty: 'decided with panel', personId: 'D' },
    { duty: 'decided with panel', personId: 'F' },
    { duty: 'assessed', personId: 'A' },
    { duty: 'built run', personId: 'A' },
  ] as const;
  const connections = {
    parties: ['group', 'another group'],
    facts: {
      withParties: [{ personId: 'sister', partyId: 'group', kind: 'committee' }],
      withPersons: [
        { personId: 'E', otherPersonId: 'sister', kind: 'family' },
        { personId: 'A', otherPersonId: 'husband', kind: 'family' },
      ],
    },
  } as const;

  it.each([
    ['C', undefined],
    ['D', undefined],
    ['A', 'SAME_PERSON'],
    ['E', 'CONNECTED_PERSON'],
    ['husband', 'CONNECTED_PERSON'],
  ])('by %s: %p', (personId, code) => {
    expect(mayPerform('authorised run', personId, earlier, connections)?.code).toBe(code);
  });

  it('tells A’s husband why, and what to do', () => {
    expect(mayPerform('authorised run', 'husband', earlier, connections)?.detail).toBe(
      'You cannot do this, because you are connected to the person who built this payment run. Ask a colleague who is not connected to do it.',
    );
  });

  it('is refused to who decided on any of its payments alone', () => {
    const delegated = [...earlier, { duty: 'decided alone', personId: 'C' }] as const;
    expect(mayPerform('authorised run', 'C', delegated, connections)?.code).toBe('SAME_PERSON');
  });
});
