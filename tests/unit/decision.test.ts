import {
  assessorRefusal,
  awardedPence,
  capRefusal,
  decidingDuty,
  decisionRefusals,
  isWithheldFrom,
  panelAt,
  panelRefusal,
  soleDeciderRefusal,
  type Decision,
  type ItemToDecide,
} from '../../src/domain/decision/decision';
import { pence } from '../../src/domain/money/money';
import { defaultPolicy } from '../../src/domain/policy/policy';

const asked = pence(150_000);
const codes = (decision: Decision, askedPence = asked) =>
  decisionRefusals(decision, askedPence, { ceilingPence: pence(200_000) }).map(({ code, field, detail }) => {
    expect(detail).not.toContain('unknown'); // what a sentence says in place of a fact that it was not given
    return `${code} ${field ?? ''}`;
  });

const condition = { wording: 'Open an account in the group’s name.' };

describe('what a decision says', () => {
  it('awards all that was asked for unless it names a sum, and nothing when it says no', () => {
    expect(awardedPence({ outcome: 'award' }, asked)).toBe(150_000);
    expect(awardedPence({ outcome: 'award_less', amountPence: pence(90_000) }, asked)).toBe(90_000);
    expect(awardedPence({ outcome: 'not_yet' }, asked)).toBeNull();
    expect(awardedPence({ outcome: 'refuse' }, asked)).toBeNull();
  });

  it('is sound when outcome, sum, conditions and reasons fit together', () => {
    expect(codes({ outcome: 'award' })).toEqual([]);
    expect(codes({ outcome: 'award', amountPence: asked })).toEqual([]);
    expect(codes({ outcome: 'award_less', amountPence: pence(1) })).toEqual([]);
    expect(codes({ outcome: 'award_less', amountPence: pence(1), conditions: [condition] })).toEqual([]);
    expect(codes({ outcome: 'award_with_conditions', conditions: [{ ...condition, dueWithin: 'P14D' }] })).toEqual([]);
    expect(codes({ outcome: 'award_with_conditions', amountPence: pence(1), conditions: [condition] })).toEqual([]);
    expect(codes({ outcome: 'not_yet', reasons: 'Find a hall first.' })).toEqual([]);
    expect(codes({ outcome: 'refuse', reasons: 'Outside the area.' })).toEqual([]);
  });

  it.each<[string, Decision]>([
    ['AWARD_AMOUNT_UNWANTED /amountPence', { outcome: 'refuse', amountPence: pence(1), reasons: 'No.' }],
    ['AWARD_AMOUNT_MISSING /amountPence', { outcome: 'award_less' }],
    ['AWARD_NOT_POSITIVE /amountPence', { outcome: 'award_less', amountPence: pence(0) }],
    ['AWARD_OVER_ASKED /amountPence', { outcome: 'award', amountPence: pence(150_001) }],
    ['AWARD_IS_LESS /amountPence', { outcome: 'award', amountPence: pence(149_999) }],
    ['AWARD_NOT_LESS /amountPence', { outcome: 'award_less', amountPence: asked }],
    ['CONDITIONS_UNWANTED /conditions', { outcome: 'award', conditions: [condition] }],
    ['CONDITIONS_UNWANTED /conditions', { outcome: 'refuse', conditions: [condition], reasons: 'No.' }],
    ['CONDITIONS_MISSING /conditions', { outcome: 'award_with_conditions' }],
    [
      'CONDITION_WORDING_MISSING /conditions/0/wording',
      { outcome: 'award_with_conditions', conditions: [{ wording: ' ' }] },
    ],
    [
      'PERIOD_MALFORMED /conditions/1/dueWithin',
      { outcome: 'award_with_conditions', conditions: [condition, { ...condition, dueWithin: 'soon' }] },
    ],
    ['REASON_MISSING /reasons', { outcome: 'refuse' }],
    ['REASON_MISSING /reasons', { outcome: 'not_yet', reasons: ' ' }],
  ])('%s', (refusal, decision) => {
    expect(codes(decision)).toEqual([refusal]);
  });

  it('never goes over the ceiling, though more was asked for before the policy changed', () => {
    expect(codes({ outcome: 'award' }, pence(250_000))).toEqual(['AWARD_OVER_CEILING /amountPence']);
    expect(codes({ outcome: 'award_less', amountPence: pence(200_000) }, pence(250_000))).toEqual([]);
  });
});

const nobody: ItemToDecide = {
  partyId: 'group',
  facts: { withParties: [], withPersons: [] },
  declared: [],
  done: [],
  isAppeal: false,
};

describe('who counts in a meeting', () => {
  it('is not who is connected, by standing or as declared, helped to write it, applied, or is close to who applied', () => {
    const item: ItemToDecide = {
      ...nobody,
      facts: {
        withParties: [{ personId: 'sister', partyId: 'group', kind: 'committee' }],
        withPersons: [
          { personId: 'E', otherPersonId: 'sister', kind: 'family' },
          { personId: 'writer', otherPersonId: 'K', kind: 'household' },
        ],
      },
      declared: [
        { personId: 'G', level: 'connected' },
        { personId: 'D', level: 'knows' },
      ],
      done: [
        { duty: 'helped write', personId: 'H' },
        { duty: 'applied', personId: 'writer' },
        { duty: 'assessed', personId: 'C' },
      ],
    };
    const panel = panelAt(item, ['C', 'D', 'E', 'G', 'H', 'K', 'writer'], 3);
    expect(panel.counted).toEqual(['C', 'D']);
    expect(panel.knows).toEqual(['D']);
    expect(panelRefusal(item, panel, 3)).toMatchObject({ code: 'QUORUM_NOT_MET', facts: { counted: 2, quorum: 3 } });
    expect(panelRefusal(item, panelAt(item, ['C', 'D', 'F'], 3), 3)).toMatchObject({
      code: 'RULING_MISSING',
      field: '/meetingId',
    });
    const ruled: ItemToDecide = { ...item, declared: [{ personId: 'D', level: 'knows', ruling: 'decides' }] };
    expect(panelRefusal(ruled, panelAt(ruled, ['C', 'D', 'F'], 3), 3)).toBeUndefined();
  });

  it('is, on an appeal, nobody who decided before', () => {
    const item: ItemToDecide = {
      ...nobody,
      isAppeal: true,
      done: [
        { duty: 'decided with panel', personId: 'C' },
        { duty: 'decided alone', personId: 'D' },
        { duty: 'decided appeal', personId: 'G' },
      ],
    };
    const panel = panelAt(item, ['C', 'D', 'E', 'F', 'G'], 2);
    expect(panel.counted).toEqual(['E', 'F']);
    expect(panelRefusal(item, panelAt(item, ['C', 'D', 'E'], 2), 2)).toMatchObject({ code: 'APPEAL_NEEDS_OTHERS' });
    expect(panelAt({ ...item, isAppeal: false }, ['C', 'D'], 2).met).toBe(true);
  });

  it('performs a duty by what is decided, and how', () => {
    expect(decidingDuty({ isAppeal: false }, true)).toBe('decided with panel');
    expect(decidingDuty({ isAppeal: false }, false)).toBe('decided alone');
    expect(decidingDuty({ isAppeal: true }, true)).toBe('decided appeal');
  });
});

describe('who decides alone', () => {
  const policy = { decision: { ...defaultPolicy.decision, delegatedUpToPence: pence(50_000) } };
  const alone = (item: ItemToDecide, sum: number) => soleDeciderRefusal(item, 'A', pence(sum), policy)?.code;

  it('does so up to what is delegated, and not a penny more', () => {
    expect(alone(nobody, 50_000)).toBeUndefined();
    expect(soleDeciderRefusal(nobody, 'A', pence(50_001), policy)).toMatchObject({
      code: 'NOT_DELEGATED',
      field: '/meetingId',
      facts: { limitPence: 50_000 },
    });
  });

  it('neither helped to write it, nor is connected, nor decided before', () => {
    expect(alone({ ...nobody, done: [{ duty: 'helped write', personId: 'A' }] }, 1)).toBe('SAME_PERSON');
    const connected: ItemToDecide = { ...nobody, declared: [{ personId: 'A', level: 'connected' }] };
    expect(soleDeciderRefusal(connected, 'A', pence(1), policy)).toMatchObject({
      code: 'CONNECTED_PERSON',
      facts: { duty: 'decided alone', partyId: 'group' },
      detail: expect.stringContaining('connected to the organisation that it is about') as string,
    });
    expect(soleDeciderRefusal(connected, 'B', pence(1), policy)).toBeUndefined();
    expect(alone({ ...nobody, declared: [{ personId: 'A', level: 'knows' }] }, 1)).toBeUndefined();
    const before: ItemToDecide = { ...nobody, isAppeal: true, done: [{ duty: 'decided with panel', personId: 'A' }] };
    expect(alone(before, 1)).toBe('DECIDED_BEFORE');
    expect(alone({ ...before, isAppeal: false }, 1)).toBeUndefined();
  });
});

describe('who assesses', () => {
  it('neither applied nor helped to write it, nor is connected to the group', () => {
    expect(assessorRefusal(nobody, 'A')).toBeUndefined();
    expect(assessorRefusal({ ...nobody, done: [{ duty: 'applied', personId: 'A' }] }, 'A')).toMatchObject({
      code: 'SAME_PERSON',
    });
    const facts = { withPersons: [], withParties: [{ personId: 'A', partyId: 'group', kind: 'business' as const }] };
    expect(assessorRefusal({ ...nobody, facts }, 'A')).toMatchObject({ code: 'CONNECTED_PERSON' });
  });

  it('does not where they declared that they are connected, or know the group and the chair ruled that they leave; and from them it is withheld', () => {
    const declaring = (level: 'knows' | 'connected', ruling?: 'decides' | 'stays' | 'leaves'): ItemToDecide => ({
      ...nobody,
      declared: [{ personId: 'A', level, ruling }],
    });
    for (const [item, code] of [
      [nobody, undefined],
      [declaring('connected'), 'CONNECTED_PERSON'],
      [declaring('knows'), undefined],
      [declaring('knows', 'decides'), undefined],
      [declaring('knows', 'stays'), undefined],
      [declaring('knows', 'leaves'), 'LEFT_FOR_ITEM'],
    ] as const) {
      expect(assessorRefusal(item, 'A')?.code).toBe(code);
      expect(isWithheldFrom(item, 'A')).toBe(code !== undefined);
      expect(isWithheldFrom(item, 'B')).toBe(false);
    }
  });
});

describe('the cap on a group', () => {
  const question = {
    awards: [{ decidedOn: '2026-06-01' as const, amountPence: pence(50_000), cameBackPence: pence(0) }],
    decidedOn: '2027-02-01' as const,
    capPence: pence(200_000),
    period: 'P12M',
  };

  it('leaves £1,500 on 1 February 2027 of what was £500 on 1 June 2026, and says so', () => {
    expect(capRefusal(pence(150_000), question)).toBeUndefined();
    expect(capRefusal(pence(150_001), question)).toMatchObject({
      code: 'GROUP_CAP_EXCEEDED',
      facts: { awardablePence: 150_000, capPence: 200_000, moreFromOn: '2027-06-01' },
      detail: expect.stringContaining('£2,000 in 12 months over all pots') as string,
    });
  });
});
