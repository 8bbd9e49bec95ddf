import * as fc from 'fast-check';

import { pence } from '../../src/domain/money/money';
import {
  checkKinds,
  defaultPolicy,
  type OrganisationType,
  organisationTypes,
  type Policy,
} from '../../src/domain/policy/policy';
import { policyRefusals } from '../../src/domain/policy/policy-refusals';

const summary = (policy: Policy) =>
  policyRefusals(policy).map(({ code, field, detail }) => {
    expect(detail).not.toContain('unknown'); // what a sentence says in place of a fact that it was not given
    return `${code} ${field ?? ''}`;
  });

describe('the default policy', () => {
  it('is one that a pot may have', () => {
    expect(policyRefusals(defaultPolicy)).toEqual([]);
  });

  it('wants all checks of the field, and caps a group at £2,000 in twelve months', () => {
    expect(defaultPolicy.checks.map(({ kind }) => kind)).toEqual([...checkKinds]);
    expect(defaultPolicy).toMatchObject({
      groupCapPence: 200_000,
      groupCapPeriod: 'P12M',
      keepLeftoversUpToPence: 5_000,
    });
  });

  it('is that of a rolling pot whose panel decides, with reports reckoned from acceptance', () => {
    expect(defaultPolicy).toMatchObject({
      intake: 'rolling',
      decision: { by: 'panel', quorum: 3 },
      report: { from: 'acceptance' },
    });
    expect(defaultPolicy.checks).toContainEqual({
      kind: 'safeguarding_policy',
      validFor: 'P12M',
      onlyIf: 'children or adults at risk',
    });
  });

  it('has something declared, and reminds of every date that a group must keep', () => {
    const { eligibility, offer, report } = defaultPolicy;
    for (const list of [eligibility.declarations, offer.remindBefore, report.remindBefore, report.remindAfter]) {
      expect(list.length).toBeGreaterThan(0);
    }
  });

  it('survives being stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(defaultPolicy))).toEqual(defaultPolicy);
  });
});

describe('a policy with periods of seconds', () => {
  it('is allowed, so that a whole life can be watched', () => {
    const quick: Policy = {
      ...defaultPolicy,
      checkWithin: 'PT30S',
      offer: { validFor: 'PT2M', remindBefore: ['PT1M'], signatories: 2 },
      instalments: [
        { sharePercent: 50, dueAfter: 'PT0S' },
        { sharePercent: 50, dueAfter: 'PT90S' },
      ],
      report: { ...defaultPolicy.report, dueAfter: 'PT3M', remindBefore: ['PT1M'], remindAfter: ['PT1M'] },
      purchases: null,
    };
    expect(policyRefusals(quick)).toEqual([]);
  });
});

describe('what a policy may just be', () => {
  it.each([{ telephone: '020 7946 0000' }, { telephone: '+44 (0)20 7946 0000' }, { email: 'ama@cva.example' }])(
    'names somebody who can be asked by %o',
    (by) => {
      expect(summary({ ...defaultPolicy, purpose: 'Small things.', help: { name: 'Ama', ...by } })).toEqual([]);
    },
  );

  it('asks questions of every kind', () => {
    const questions = [
      { key: 'why_now', label: 'Why now?', required: true, kind: 'text', maxWords: 1 },
      { key: 'setting', label: 'Where?', required: true, kind: 'choice', choices: ['Prison', 'Community'] },
      { key: 'volunteers', label: 'How many?', required: false, kind: 'number' },
      { key: 'since', label: 'Since when?', required: false, kind: 'date' },
      { key: 'in_short', label: 'In short?', required: true, kind: 'short_text' },
      { key: 'bill', label: 'What is the bill?', required: true, kind: 'money' },
    ] as const;
    expect(summary({ ...defaultPolicy, questions })).toEqual([]);
  });

  it.each([0, 200_000])('lets a group keep up to %i pence', (keep) => {
    expect(summary({ ...defaultPolicy, keepLeftoversUpToPence: pence(keep) })).toEqual([]);
  });

  it('pays two instalments on one day, and reminds on the day of the offer', () => {
    const instalments = [1, 2].map(() => ({ sharePercent: 50, dueAfter: 'P7D' }));
    const offer = { ...defaultPolicy.offer, remindBefore: [defaultPolicy.offer.validFor] };
    expect(summary({ ...defaultPolicy, instalments, offer })).toEqual([]);
  });

  it('takes no group with more than a penny a year', () => {
    const eligibility = { ...defaultPolicy.eligibility, maxIncomePence: pence(1) };
    expect(summary({ ...defaultPolicy, eligibility })).toEqual([]);
  });

  it('delegates up to its own ceiling', () => {
    const ceilingPence = pence(100_000);
    const decision = { ...defaultPolicy.decision, delegatedUpToPence: ceilingPence };
    expect(summary({ ...defaultPolicy, ceilingPence, decision })).toEqual([]);
  });
});

describe('each bad field has its own code and pointer', () => {
  const { decision, eligibility, offer, report } = defaultPolicy;
  const question = { key: 'why_now', label: 'Why now?', required: true } as const;
  const cases: readonly (readonly [string, Partial<Policy>, readonly string[]])[] = [
    ['a purpose without words', { purpose: ' ' }, ['TEXT_MISSING /purpose']],
    [
      'somebody to ask who has no name, and cannot be reached',
      { help: { name: '' } },
      ['TEXT_MISSING /help/name', 'HELP_NOT_REACHABLE /help/telephone'],
    ],
    [
      'somebody to ask who cannot be reached like this',
      { help: { name: 'Ama', telephone: 'ask at the desk', email: 'ama at cva' } },
      ['HELP_TELEPHONE_MALFORMED /help/telephone', 'HELP_EMAIL_MALFORMED /help/email'],
    ],
    ['no ceiling', { ceilingPence: pence(0) }, ['CEILING_NOT_POSITIVE /ceilingPence']],
    ['ceiling over £2,000', { ceilingPence: pence(200_001) }, ['CEILING_TOO_HIGH /ceilingPence']],
    ['no cap', { groupCapPence: pence(0) }, ['GROUP_CAP_NOT_POSITIVE /groupCapPence']],
    ['a cap by the hour', { groupCapPeriod: 'PT24H' }, ['PERIOD_NOT_CALENDAR /groupCapPeriod']],
    [
      'no types',
      { eligibility: { ...eligibility, organisationTypes: [] } },
      ['ORGANISATION_TYPES_MISSING /eligibility/organisationTypes'],
    ],
    [
      'an unknown type',
      { eligibility: { ...eligibility, organisationTypes: ['cio', 'club' as OrganisationType] } },
      ['ORGANISATION_TYPE_UNKNOWN /eligibility/organisationTypes/1'],
    ],
    ['no areas', { eligibility: { ...eligibility, areas: [] } }, ['AREAS_MISSING /eligibility/areas']],
    [
      'an area without a name',
      { eligibility: { ...eligibility, areas: ['Croydon', ' '] } },
      ['TEXT_MISSING /eligibility/areas/1'],
    ],
    [
      'an income limit of nothing',
      { eligibility: { ...eligibility, maxIncomePence: pence(0) } },
      ['INCOME_LIMIT_NOT_POSITIVE /eligibility/maxIncomePence'],
    ],
    [
      'declarations alike, and without text',
      {
        eligibility: {
          ...eligibility,
          declarations: [
            { key: 'a', text: 'A.' },
            { key: 'a', text: '' },
          ],
        },
      },
      ['TEXT_MISSING /eligibility/declarations/1/text', 'KEY_REPEATED /eligibility/declarations/1/key'],
    ],
    [
      'a key with spaces',
      { questions: [{ ...question, key: 'Why now', kind: 'text' }] },
      ['KEY_MALFORMED /questions/0/key'],
    ],
    [
      'questions alike',
      {
        questions: [
          { ...question, kind: 'text' },
          { ...question, kind: 'date' },
        ],
      },
      ['KEY_REPEATED /questions/1/key'],
    ],
    [
      'a question without a label',
      { questions: [{ ...question, label: ' ', kind: 'text' }] },
      ['TEXT_MISSING /questions/0/label'],
    ],
    [
      'a choice of one',
      { questions: [{ ...question, kind: 'choice', choices: ['Yes'] }] },
      ['CHOICES_MISSING /questions/0/choices'],
    ],
    [
      'a choice of two alike',
      { questions: [{ ...question, kind: 'choice', choices: ['Yes', 'Yes '] }] },
      ['CHOICES_MISSING /questions/0/choices'],
    ],
    ['a choice of nothing', { questions: [{ ...question, kind: 'choice' }] }, ['CHOICES_MISSING /questions/0/choices']],
    [
      'a choice of one and a blank one',
      { questions: [{ ...question, kind: 'choice', choices: ['Yes', ' '] }] },
      ['CHOICES_MISSING /questions/0/choices'],
    ],
    [
      'a choice of two, one of them twice',
      { questions: [{ ...question, kind: 'choice', choices: ['Yes', 'No', 'Yes'] }] },
      ['CHOICES_MISSING /questions/0/choices'],
    ],
    [
      'a key with more behind it',
      { questions: [{ ...question, key: 'why_now?', kind: 'text' }] },
      ['KEY_MALFORMED /questions/0/key'],
    ],
    [
      'choices for a text',
      { questions: [{ ...question, kind: 'text', choices: ['A', 'B'] }] },
      ['CHOICES_UNWANTED /questions/0/choices'],
    ],
    [
      'no room for words',
      { questions: [{ ...question, kind: 'text', maxWords: 0 }] },
      ['WORD_LIMIT_NOT_POSITIVE /questions/0/maxWords'],
    ],
    [
      'words for a date',
      { questions: [{ ...question, kind: 'date', maxWords: 10 }] },
      ['WORD_LIMIT_UNWANTED /questions/0/maxWords'],
    ],
    [
      'no words for a number',
      { questions: [{ ...question, kind: 'number', maxWords: 0 }] },
      ['WORD_LIMIT_UNWANTED /questions/0/maxWords'],
    ],
    [
      'a check twice',
      {
        checks: [
          { kind: 'accounts', validFor: 'P12M' },
          { kind: 'accounts', validFor: 'P1M' },
        ],
      },
      ['CHECK_REPEATED /checks/1/kind'],
    ],
    [
      'a check unknown',
      { checks: [{ kind: 'luck' as 'accounts', validFor: 'P12M' }] },
      ['CHECK_UNKNOWN /checks/0/kind'],
    ],
    [
      'a check for an hour',
      { checks: [{ kind: 'accounts', validFor: 'PT1H' }] },
      ['PERIOD_NOT_CALENDAR /checks/0/validFor'],
    ],
    ['nothing to judge by', { criteria: [] }, ['CRITERIA_MISSING /criteria']],
    [
      'a criterion with no name, and scores out of range',
      {
        criteria: [
          { key: 'need', label: ' ', topScore: 5 },
          { key: 'need', label: 'Need', topScore: 11 },
          { key: 'able', label: 'Able', topScore: 0 },
        ],
      },
      [
        'KEY_REPEATED /criteria/1/key',
        'TEXT_MISSING /criteria/0/label',
        'TOP_SCORE_OUT_OF_RANGE /criteria/1/topScore',
        'TOP_SCORE_OUT_OF_RANGE /criteria/2/topScore',
      ],
    ],
    ['a quorum of one', { decision: { ...decision, quorum: 1 } }, ['QUORUM_TOO_SMALL /decision/quorum']],
    ['half a person', { decision: { ...decision, quorum: 2.5 } }, ['QUORUM_TOO_SMALL /decision/quorum']],
    [
      'a rule unknown',
      { decision: { ...decision, rule: 'toss' as 'majority' } },
      ['DECISION_RULE_UNKNOWN /decision/rule'],
    ],
    [
      'less than no delegation',
      { decision: { ...decision, delegatedUpToPence: pence(-1) } },
      ['DELEGATION_NEGATIVE /decision/delegatedUpToPence'],
    ],
    [
      'more delegated than can be given',
      { ceilingPence: pence(100_000), decision: { ...decision, delegatedUpToPence: pence(100_001) } },
      ['DELEGATION_OVER_CEILING /decision/delegatedUpToPence'],
    ],
    ['one signatory', { offer: { ...offer, signatories: 1 } }, ['SIGNATORIES_TOO_FEW /offer/signatories']],
    ['no such period', { offer: { ...offer, validFor: 'four weeks' } }, ['PERIOD_MALFORMED /offer/validFor']],
    ['a period back', { checkWithin: '-P5D' }, ['PERIOD_NEGATIVE /checkWithin']],
    ['a century', { appealWithin: 'P100Y' }, ['PERIOD_TOO_LONG /appealWithin']],
    [
      'reminded before the offer',
      { offer: { ...offer, remindBefore: ['P3D', 'P29D'] } },
      ['REMINDER_TOO_EARLY /offer/remindBefore/1'],
    ],
    [
      'reminded before acceptance',
      { report: { ...report, remindBefore: ['P13M'] } },
      ['REMINDER_TOO_EARLY /report/remindBefore/0'],
    ],
    ['a bad reminder', { report: { ...report, remindAfter: ['P7D', ''] } }, ['PERIOD_MALFORMED /report/remindAfter/1']],
    ['no instalments', { instalments: [] }, ['INSTALMENTS_MISSING /instalments']],
    [
      'a share of thirds',
      { instalments: [{ sharePercent: 33.3, dueAfter: 'P1D' }] },
      ['INSTALMENT_SHARE_NOT_WHOLE /instalments/0/sharePercent'],
    ],
    [
      'a share of more than all',
      { instalments: [{ sharePercent: 101, dueAfter: 'P1D' }] },
      ['INSTALMENT_SHARE_NOT_WHOLE /instalments/0/sharePercent'],
    ],
    [
      'shares of 90, the first at no time',
      {
        instalments: [
          { sharePercent: 50, dueAfter: 'soon' },
          { sharePercent: 40, dueAfter: 'P1D' },
        ],
      },
      ['PERIOD_MALFORMED /instalments/0/dueAfter', 'INSTALMENT_SHARES_NOT_100 /instalments'],
    ],
    [
      'shares of 90',
      { instalments: [{ sharePercent: 90, dueAfter: 'P1D' }] },
      ['INSTALMENT_SHARES_NOT_100 /instalments'],
    ],
    [
      'the second before the first',
      {
        instalments: [
          { sharePercent: 50, dueAfter: 'P6M' },
          { sharePercent: 50, dueAfter: 'P28D' },
        ],
      },
      ['INSTALMENTS_OUT_OF_ORDER /instalments/1/dueAfter'],
    ],
    [
      'keeping less than nothing',
      { keepLeftoversUpToPence: pence(-1) },
      ['LEFTOVERS_OUT_OF_RANGE /keepLeftoversUpToPence'],
    ],
    ['keeping all', { keepLeftoversUpToPence: pence(200_001) }, ['LEFTOVERS_OUT_OF_RANGE /keepLeftoversUpToPence']],
    [
      'purchases never paid',
      { purchases: { authoriseWithin: 'P5D', deliverWithin: 'P56D', payAfterInvoice: '' } },
      ['PERIOD_MALFORMED /purchases/payAfterInvoice'],
    ],
  ];

  it.each(cases)('%s', (_, change, expected) => {
    expect(summary({ ...defaultPolicy, ...change })).toEqual(expected);
  });

  /** Where a policy has a period, as JSON pointers. */
  const periodsIn = (value: unknown, at = ''): readonly string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => periodsIn(inner, `${at}/${name}`))
      : typeof value === 'string' && /^-?P(T?\d+[A-Z])+$/.test(value)
        ? [at]
        : [];
  const withSoonAt = (pointer: string): Policy => {
    const policy = structuredClone(defaultPolicy) as unknown as Record<string, unknown>;
    const names = pointer.slice(1).split('/');
    const last = names.pop()!;
    const holder = names.reduce<Record<string, unknown>>((inner, name) => inner[name] as typeof inner, policy);
    holder[last] = 'soon';
    return policy as unknown as Policy;
  };

  it.each(periodsIn(defaultPolicy))('no period at %s', (pointer) => {
    expect(summary(withSoonAt(pointer))).toEqual([`PERIOD_MALFORMED ${pointer}`]);
  });

  it('says what the limit is', () => {
    const decision = { ...defaultPolicy.decision, delegatedUpToPence: pence(100_001) };
    expect(policyRefusals({ ...defaultPolicy, ceilingPence: pence(100_000), decision })).toMatchObject([
      { facts: { ceilingPence: 100_000 } },
    ]);
    expect(policyRefusals({ ...defaultPolicy, keepLeftoversUpToPence: pence(200_001) })).toMatchObject([
      { facts: { ceilingPence: 200_000 } },
    ]);
  });

  it('all at once', () => {
    const wrong: Policy = {
      ...defaultPolicy,
      ceilingPence: pence(0),
      instalments: [],
      checkWithin: '',
      draftsExpireAfter: 'x',
    };
    expect(summary(wrong)).toEqual([
      'CEILING_NOT_POSITIVE /ceilingPence',
      'INSTALMENTS_MISSING /instalments',
      'PERIOD_MALFORMED /checkWithin',
      'PERIOD_MALFORMED /draftsExpireAfter',
    ]);
  });
});

describe('policies of any kind', () => {
  it('accepts any instalments in order that add up to 100', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shares, (firsts) => {
        const last = 100 - firsts.reduce((sum, share) => sum + share, 0);
        const instalments = [...firsts, last].map((sharePercent, position) => ({
          sharePercent,
          dueAfter: `P${position}M`,
        }));
        expect(policyRefusals({ ...defaultPolicy, instalments })).toEqual([]);
      }),
    );
  });

  it('knows each kind of organisation once', () => {
    expect(new Set(organisationTypes).size).toBe(organisationTypes.length);
  });
});
