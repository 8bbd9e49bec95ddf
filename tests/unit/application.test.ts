import * as fc from 'fast-check';

import type { ApplicationContent, BudgetLine } from '../../src/domain/application/application';
import {
  activityRefusals,
  applicationRefusals,
  budgetRefusals,
  costsBeforeDecision,
  eligibilityQuestions,
  eligibilityRefusals,
} from '../../src/domain/application/application-refusals';
import { pence, sumPence } from '../../src/domain/money/money';
import { defaultPolicy, organisationTypes, type Policy } from '../../src/domain/policy/policy';

const policy: Policy = {
  ...defaultPolicy,
  eligibility: {
    organisationTypes: ['unincorporated_association', 'cio'],
    maxIncomePence: pence(10_000_000),
    areas: ['Croydon', 'Sutton'],
    declarations: [{ key: 'committee_agrees', text: 'Our committee agrees.' }],
  },
  questions: [
    { key: 'why_now', label: 'Why now?', required: true, kind: 'text', maxWords: 5 },
    { key: 'setting', label: 'Where?', required: false, kind: 'choice', choices: ['Prison', 'Community'] },
    { key: 'volunteers', label: 'How many volunteers?', required: false, kind: 'number' },
    { key: 'founded', label: 'Since when?', required: false, kind: 'date' },
    { key: 'in_short', label: 'In short?', required: false, kind: 'short_text' },
    { key: 'bill', label: 'What is the bill?', required: false, kind: 'money' },
  ],
};

const content: ApplicationContent = {
  askedPence: pence(200_000),
  purpose: 'Two workshops for parents and sons at serious risk of gang activity',
  activities: [{ description: 'Workshops', output: 'workshops held', target: 2, unit: 'workshops' }],
  peopleHelped: 30,
  area: 'Croydon',
  postcode: 'CR0 1XX',
  startsOn: '2026-11-09',
  endsOn: '2027-03-31',
  budget: [
    { description: 'Facilitators', costPence: pence(150_000), askedPence: pence(120_000), otherPence: pence(30_000) },
    { description: 'Hall', costPence: pence(80_000), askedPence: pence(80_000), otherPence: pence(0) },
  ],
  giftsInKind: 'Refreshments',
  contacts: [
    { name: 'Ada Brown', email: 'ada@example.org' },
    { name: 'Ben Clarke', email: 'ben@example.org', phone: '020 7946 0000', role: 'Treasurer' },
  ],
  organisationType: 'unincorporated_association',
  organisationIncomePence: pence(1_500_000),
  childrenOrAdultsAtRisk: true,
  answers: { why_now: 'Because it is needed now', setting: 'Community', volunteers: '12', founded: '2009-04-01' },
  declarations: ['committee_agrees'],
};

const summary = (of: ApplicationContent, under = policy, submittedOn = '2026-11-09' as const) =>
  applicationRefusals(of, under, { submittedOn }).map(({ code, field, detail }) => {
    expect(detail).not.toContain('unknown'); // what a sentence says in place of a fact that it was not given
    return `${code} ${field ?? ''}`;
  });

const [first, second] = content.contacts;
const [facilitators, hall] = content.budget;
if (!first || !second || !facilitators || !hall) throw new Error('the good application is incomplete');

describe('a good application', () => {
  it('is not refused', () => {
    expect(applicationRefusals(content, policy, { submittedOn: '2026-11-09' })).toEqual([]);
  });

  it('gets two different, right answers under two policies', () => {
    const { answers, ...rest } = content;
    const generous = { ...rest, answers: {} };
    expect(summary(generous, { ...policy, questions: [], ceilingPence: pence(200_000) })).toEqual([]);
    expect(summary({ ...rest, answers }, { ...policy, ceilingPence: pence(150_000) })).toEqual([
      'AMOUNT_OVER_CEILING /askedPence',
    ]);
  });
});

describe('each bad input has its own code and pointer', () => {
  const cases: readonly (readonly [string, Partial<ApplicationContent>, readonly string[]])[] = [
    [
      'nothing asked',
      { askedPence: pence(0), budget: [{ ...hall, askedPence: pence(0), otherPence: pence(80_000) }] },
      ['AMOUNT_NOT_POSITIVE /askedPence'],
    ],
    [
      'over the ceiling',
      {
        askedPence: pence(200_001),
        budget: [{ description: 'All', costPence: pence(200_001), askedPence: pence(200_001), otherPence: pence(0) }],
      },
      ['AMOUNT_OVER_CEILING /askedPence'],
    ],
    ['no purpose', { purpose: ' ' }, ['PURPOSE_MISSING /purpose']],
    ['no activity', { activities: [] }, ['ACTIVITIES_MISSING /activities']],
    [
      'an empty activity',
      { activities: [{ description: '', output: '', target: 0, unit: '' }] },
      [
        'ACTIVITY_DESCRIPTION_MISSING /activities/0/description',
        'ACTIVITY_OUTPUT_MISSING /activities/0/output',
        'TARGET_NOT_POSITIVE /activities/0/target',
        'ACTIVITY_UNIT_MISSING /activities/0/unit',
      ],
    ],
    [
      'half a workshop',
      { activities: [{ description: 'A', output: 'b', target: 0.5, unit: 'c' }] },
      ['TARGET_NOT_POSITIVE /activities/0/target'],
    ],
    ['nobody helped', { peopleHelped: 0 }, ['PEOPLE_HELPED_NOT_POSITIVE /peopleHelped']],
    ['no area', { area: '' }, ['AREA_MISSING /area']],
    ['elsewhere', { area: 'Leeds' }, ['AREA_NOT_COVERED /area']],
    ['a word taken apart', { area: 'Croy don' }, ['AREA_NOT_COVERED /area']],
    ['no postcode at all', { postcode: 'CROYDON' }, ['POSTCODE_MALFORMED /postcode']],
    ['a postcode and more', { postcode: 'CR0 1XXX' }, ['POSTCODE_MALFORMED /postcode']],
    ['a postcode after something', { postcode: 'XCR0 1XX' }, ['POSTCODE_MALFORMED /postcode']],
    ['a day that is none', { startsOn: '2027-02-30' }, ['DATE_INVALID /startsOn']],
    [
      'both days none',
      { startsOn: '2027-02-30', endsOn: '2027-13-01' },
      ['DATE_INVALID /startsOn', 'DATE_INVALID /endsOn'],
    ],
    ['the end first', { endsOn: '2026-11-08' }, ['DATES_REVERSED /endsOn']],
    ['begun already', { startsOn: '2026-11-08' }, ['COSTS_BEFORE_DECISION /startsOn']],
    ['no budget', { budget: [] }, ['BUDGET_MISSING /budget']],
    [
      'a line that does not add up',
      { budget: [{ ...facilitators, otherPence: pence(29_999) }, hall] },
      ['BUDGET_LINE_DOES_NOT_ADD_UP /budget/0/costPence'],
    ],
    [
      'a line that costs something and that nobody pays',
      { budget: [facilitators, hall, { ...hall, costPence: pence(5), askedPence: pence(0) }] },
      ['BUDGET_LINE_DOES_NOT_ADD_UP /budget/2/costPence'],
    ],
    [
      'absurd sums asked for, of which not even the total can be told',
      { budget: [1, 2].map(() => ({ ...hall, askedPence: pence(Number.MAX_SAFE_INTEGER) })) },
      ['SUM_TOO_LARGE /budget/0/askedPence', 'SUM_TOO_LARGE /budget/1/askedPence'],
    ],
    [
      'a line for nothing',
      {
        budget: [
          facilitators,
          hall,
          { description: 'Pens', costPence: pence(0), askedPence: pence(0), otherPence: pence(0) },
        ],
      },
      ['BUDGET_LINE_EMPTY /budget/2/costPence'],
    ],
    [
      'a line without words',
      { budget: [facilitators, { ...hall, description: '' }] },
      ['BUDGET_DESCRIPTION_MISSING /budget/1/description'],
    ],
    [
      'a negative sum',
      { budget: [facilitators, { ...hall, otherPence: pence(-1) }] },
      ['BUDGET_SUM_NEGATIVE /budget/1/otherPence'],
    ],
    [
      'asking for less than nothing',
      { budget: [facilitators, { ...hall, askedPence: pence(-1) }] },
      ['BUDGET_SUM_NEGATIVE /budget/1/askedPence'],
    ],
    [
      'a line that costs nothing and asks for something',
      { budget: [facilitators, { ...hall, costPence: pence(0) }] },
      ['BUDGET_LINE_DOES_NOT_ADD_UP /budget/1/costPence'],
    ],
    [
      'a line without words, and lines that ask for less',
      { budget: [{ ...facilitators, description: '' }] },
      ['BUDGET_DESCRIPTION_MISSING /budget/0/description', 'BUDGET_TOTAL_DIFFERS /budget'],
    ],
    [
      'an absurd sum',
      { budget: [facilitators, { ...hall, costPence: pence(Number.MAX_SAFE_INTEGER) }] },
      ['SUM_TOO_LARGE /budget/1/costPence'],
    ],
    ['lines that ask for less', { budget: [facilitators] }, ['BUDGET_TOTAL_DIFFERS /budget']],
    ['one contact', { contacts: [first] }, ['CONTACTS_NOT_TWO /contacts']],
    ['three contacts', { contacts: [first, second, first] }, ['CONTACTS_NOT_TWO /contacts']],
    [
      'the same contact twice',
      { contacts: [first, { ...second, name: ' ada  BRÓWN' }] },
      ['CONTACT_REPEATED /contacts/1/name'],
    ],
    [
      'one address for two',
      { contacts: [first, { ...second, email: 'ADA@example.org ' }] },
      ['CONTACTS_SHARE_EMAIL /contacts/1/email'],
    ],
    [
      'contacts without names and addresses, who are not the same person for that',
      { contacts: [1, 2].map(() => ({ name: '', email: '' })) },
      [0, 1].flatMap((place) => [
        `CONTACT_NAME_MISSING /contacts/${place}/name`,
        `CONTACT_EMAIL_MALFORMED /contacts/${place}/email`,
      ]),
    ],
    [
      'an address with something before or after it',
      {
        contacts: [
          { ...first, email: 'Ada ada@example.org' },
          { ...second, email: 'ben@example.org or phone' },
        ],
      },
      ['CONTACT_EMAIL_MALFORMED /contacts/0/email', 'CONTACT_EMAIL_MALFORMED /contacts/1/email'],
    ],
    [
      'a contact without name and address',
      { contacts: [{ name: '', email: 'ada' }, second] },
      ['CONTACT_NAME_MISSING /contacts/0/name', 'CONTACT_EMAIL_MALFORMED /contacts/0/email'],
    ],
    ['a kind that cannot apply', { organisationType: 'cic' }, ['ORGANISATION_TYPE_NOT_ELIGIBLE /organisationType']],
    ['too large', { organisationIncomePence: pence(10_000_001) }, ['INCOME_TOO_HIGH /organisationIncomePence']],
    ['income below nothing', { organisationIncomePence: pence(-1) }, ['INCOME_NEGATIVE /organisationIncomePence']],
    ['no answer', { answers: { why_now: ' ' } }, ['ANSWER_MISSING /answers/why_now']],
    [
      'an answer inherited, not given',
      { answers: Object.create({ why_now: 'Because' }) as Record<string, string> },
      ['ANSWER_MISSING /answers/why_now'],
    ],
    ['too many words', { answers: { why_now: 'one two three four five six' } }, ['ANSWER_TOO_LONG /answers/why_now']],
    ['no such choice', { answers: { ...content.answers, setting: 'Moon' } }, ['ANSWER_NOT_A_CHOICE /answers/setting']],
    ...['many', 'about 12', '12 or so', '1.a', '1.'].map(
      (volunteers) =>
        [
          `no number: ${volunteers}`,
          { answers: { ...content.answers, volunteers } },
          ['ANSWER_NOT_A_NUMBER /answers/volunteers'],
        ] as const,
    ),
    ...['x'.repeat(151), 'two\nlines'].map(
      (in_short) =>
        [
          `not short: ${in_short}`,
          { answers: { ...content.answers, in_short } },
          ['ANSWER_NOT_SHORT /answers/in_short'],
        ] as const,
    ),
    ...['-5', '12.345', 'a lot'].map(
      (bill) =>
        [`no sum: ${bill}`, { answers: { ...content.answers, bill } }, ['ANSWER_NOT_MONEY /answers/bill']] as const,
    ),
    ['no date', { answers: { ...content.answers, founded: '2009-02-30' } }, ['ANSWER_NOT_A_DATE /answers/founded']],
    [
      'an answer to nothing',
      { answers: { ...content.answers, shoe_size: '7' } },
      ['ANSWER_UNKNOWN /answers/shoe_size'],
    ],
    [
      'an answer under somebody’s words',
      { answers: { ...content.answers, 'Mrs Smith said': '7' } },
      ['ANSWER_UNKNOWN /answers'],
    ],
    [
      'an answer under a key and somebody’s words',
      { answers: { ...content.answers, 'shoe_size of Mrs Smith': '7' } },
      ['ANSWER_UNKNOWN /answers'],
    ],
    ['not confirmed', { declarations: [] }, ['DECLARATION_MISSING /declarations']],
    [
      'confirmed what nobody asked',
      { declarations: ['committee_agrees', 'other'] },
      ['DECLARATION_UNKNOWN /declarations/1'],
    ],
  ];

  it.each(cases)('%s', (_, change, expected) => {
    expect(summary({ ...content, ...change })).toEqual(expected);
  });

  it('income left out, where the pot has a limit', () => {
    const { organisationIncomePence: _left, ...without } = content;
    expect(summary(without)).toEqual(['INCOME_MISSING /organisationIncomePence']);
    expect(
      summary(without, { ...policy, eligibility: { ...policy.eligibility, organisationTypes: ['cio'] } }),
    ).toHaveLength(2);
  });

  it.each<[string, Partial<ApplicationContent>]>([
    ['one day', { endsOn: content.startsOn }],
    ['no income at all', { organisationIncomePence: pence(0) }],
    ['income at the limit', { organisationIncomePence: pence(10_000_000) }],
    ['just as many words', { answers: { why_now: 'one two three four five' } }],
    ['an area typed in small letters', { area: ' croydon ' }],
    ['words with more space between them', { answers: { why_now: ' one two  three four five ' } }],
    ['a number below nothing', { answers: { ...content.answers, volunteers: ' -3 ' } }],
    ['as long as a short answer may be', { answers: { ...content.answers, in_short: ` ${'x'.repeat(150)} ` } }],
    ...['0', '£1,999.50', '250'].map((bill): [string, Partial<ApplicationContent>] => [
      `a sum: ${bill}`,
      { answers: { ...content.answers, bill } },
    ]),
    ['a number with decimals', { answers: { ...content.answers, volunteers: '12.25' } }],
    ['a date with space around it', { answers: { ...content.answers, founded: ' 2009-04-01 ' } }],
    ['addresses with space around them', { contacts: [{ ...first, email: ' ada@example.org ' }, second] }],
    ...['CR0 1XX ', 'cr01xx', 'M1 1AE', 'EC1A 1BB', 'SW19 2XY'].map(
      (postcode): [string, Partial<ApplicationContent>] => [`the postcode ${postcode}`, { postcode }],
    ),
  ])('but not for %s', (_, change) => {
    expect(summary({ ...content, ...change })).toEqual([]);
  });

  it('is not asked what the pot sets no limit to, or no choice of', () => {
    const { maxIncomePence: _limit, areas: _areas, ...eligibility } = policy.eligibility;
    const questions = [
      { key: 'why_now', label: 'Why now?', required: true, kind: 'text' },
      { key: 'setting', label: 'Where?', required: false, kind: 'choice' },
    ] as const;
    const answers = { why_now: 'As many words as it takes', setting: 'Prison' };
    expect(summary({ ...content, area: 'Leeds', answers }, { ...policy, eligibility, questions })).toEqual([
      'ANSWER_NOT_A_CHOICE /answers/setting',
    ]);
  });

  it('takes a line of £10 million, and not a penny more', () => {
    const line = (sum: number) => [{ ...hall, costPence: pence(sum), askedPence: pence(sum) }];
    expect(budgetRefusals(line(1_000_000_000), pence(1_000_000_000))).toEqual([]);
    expect(budgetRefusals(line(1_000_000_001), pence(1_000_000_001))).toMatchObject([
      { code: 'SUM_TOO_LARGE', facts: { limitPence: 1_000_000_000 } },
      { code: 'SUM_TOO_LARGE' },
    ]);
  });

  it('says how many words are too many', () => {
    const tooLong = { ...content, answers: { why_now: 'one two three four five six seven' } };
    expect(applicationRefusals(tooLong, policy, { submittedOn: '2026-11-09' })).toMatchObject([
      { facts: { words: 7, maxWords: 5, over: 2 } },
    ]);
  });

  it('says which declarations are not confirmed', () => {
    const unconfirmed = { ...content, declarations: [] };
    const asked = policy.eligibility.declarations.map(({ key }) => ({ facts: { declaration: key } }));
    expect(applicationRefusals(unconfirmed, policy, { submittedOn: '2026-11-09' })).toMatchObject(asked);
  });

  it('never repeats what a person typed', () => {
    const secret = 'Zebedee';
    const typed = {
      ...content,
      area: secret,
      purpose: '',
      answers: { [secret]: secret },
      declarations: [secret],
      postcode: secret,
    };
    const refusals = applicationRefusals(typed, policy, { submittedOn: '2026-11-09' });
    expect(refusals.length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(refusals)).not.toContain(secret);
  });
});

describe('costs before the decision', () => {
  it('are refused unless the policy pays for them', () => {
    expect(costsBeforeDecision('2026-11-08', '2026-11-09', policy)).toMatchObject({
      facts: { earliestOn: '2026-11-09' },
    });
    expect(costsBeforeDecision('2026-11-09', '2026-11-09', policy)).toBeUndefined();
    expect(costsBeforeDecision('2020-01-01', '2026-11-09', { allowCostsBeforeDecision: true })).toBeUndefined();
  });
});

describe('a plan that a group agrees anew, for less', () => {
  it('is asked the same as the one that it applied with', () => {
    const [workshops] = content.activities;
    if (!workshops) throw new Error('the good application has no activity');
    expect(activityRefusals([{ ...workshops, target: 1 }])).toEqual([]);
    expect(activityRefusals([{ ...workshops, target: 0 }])).toMatchObject([{ code: 'TARGET_NOT_POSITIVE' }]);
    expect(budgetRefusals([hall], pence(80_000))).toEqual([]);
    expect(budgetRefusals([hall], pence(150_000))).toMatchObject([{ code: 'BUDGET_TOTAL_DIFFERS' }]);
  });
});

describe('budgets of any kind', () => {
  const anyLine = fc
    .tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }))
    .map(([asked, other]): BudgetLine => ({
      description: 'Line',
      costPence: pence(asked + other),
      askedPence: pence(asked),
      otherPence: pence(other),
    }));

  it('are taken when they add up, and refused when they are a penny out', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 8 }), fc.integer({ min: -5, max: 5 }), (lines, out) => {
        const asked = sumPence(lines.map(({ askedPence }) => askedPence));
        const codes = budgetRefusals(lines, pence(asked + out)).map(({ code }) => code);
        expect(codes).toEqual(out === 0 ? [] : ['BUDGET_TOTAL_DIFFERS']);
      }),
    );
  });
});

describe('what is asked before anything is written', () => {
  const open: Policy = { ...policy, eligibility: { organisationTypes: [...organisationTypes], declarations: [] } };
  const of = (answers: Parameters<typeof eligibilityRefusals>[0], by = policy) =>
    eligibilityRefusals(answers, by).map(({ code, field }) => `${code} ${field ?? ''}`);

  it('is what leaves somebody out, and nothing where nobody is', () => {
    expect(eligibilityQuestions(policy)).toEqual(['organisationType', 'organisationIncomePence', 'area']);
    expect(eligibilityQuestions(open)).toEqual([]);
    expect(of({}, open)).toEqual([]);
    expect(of({ organisationType: 'cio', area: 'Leeds', organisationIncomePence: pence(1) }, open)).toEqual([]);
  });

  it('is answered as the application would be', () => {
    const fits = { organisationType: 'cio', organisationIncomePence: pence(10_000_000), area: ' croydon ' } as const;
    expect(of(fits)).toEqual([]);
    expect(of({})).toEqual([
      'ORGANISATION_TYPE_MISSING /organisationType',
      'INCOME_MISSING /organisationIncomePence',
      'AREA_MISSING /area',
    ]);
    const other = organisationTypes.find((type) => !policy.eligibility.organisationTypes.includes(type))!;
    expect(of({ organisationType: other, organisationIncomePence: pence(10_000_001), area: 'Leeds' })).toEqual([
      'ORGANISATION_TYPE_NOT_ELIGIBLE /organisationType',
      'INCOME_TOO_HIGH /organisationIncomePence',
      'AREA_NOT_COVERED /area',
    ]);
  });
});
