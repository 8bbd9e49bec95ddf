import * as fc from 'fast-check';

import { completed, type ApplicationDraft } from '../../src/domain/application/application-draft';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy';
import { content } from '../builders/application';

const policy: Policy = { ...defaultPolicy, eligibility: { ...defaultPolicy.eligibility, declarations: [] } };
const on = { submittedOn: '2026-11-09' as const };
const whole = content(150_000);

const codesAt = (draft: ApplicationDraft, field: string) =>
  completed(draft, policy, on)
    .refusals.filter((refusal) => refusal.field === field)
    .map(({ code }) => code);

describe('a draft that is submitted', () => {
  it('is the application that it says, when nothing is missing', () => {
    const { content: application, refusals } = completed(whole, policy, on);
    expect(refusals).toEqual([]);
    expect(application).toEqual(whole);
  });

  it('keeps what is optional as it was given, and adds nothing', () => {
    const more: ApplicationDraft = {
      ...whole,
      postcode: 'CR0 1XX',
      giftsInKind: 'Refreshments',
      organisationIncomePence: 1_200_000,
      contacts: [
        { name: 'Ada Brown', email: 'ada@example.org', phone: '020 7946 0000', role: 'Chair' },
        { name: 'Ben Clarke', email: 'ben@example.org' },
      ],
    };
    expect(completed(more, policy, on).content).toEqual(more);
  });

  it('has its gaps left blank, and invents nothing', () => {
    expect(completed({}, policy, on).content).toStrictEqual({
      askedPence: 0,
      purpose: '',
      activities: [],
      peopleHelped: 0,
      area: '',
      startsOn: '',
      endsOn: '',
      budget: [],
      contacts: [],
      organisationType: 'other_non_profit',
      childrenOrAdultsAtRisk: false,
      answers: {},
      declarations: [],
    });
    const unfinished = { childrenOrAdultsAtRisk: true, activities: [{}], budget: [{}], contacts: [{}] };
    expect(completed(unfinished, policy, on).content).toMatchObject({ childrenOrAdultsAtRisk: true });
    const { activities, budget, contacts } = completed(unfinished, policy, on).content;
    expect({ activities, budget, contacts }).toStrictEqual({
      activities: [{ description: '', output: '', target: 0, unit: '' }],
      budget: [{ description: '', costPence: 0, askedPence: 0, otherPence: 0 }],
      contacts: [{ name: '', email: '' }],
    });
  });

  it('names every gap at once, each once and by its own name', () => {
    const { refusals } = completed({}, policy, on);
    const fields = refusals.map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
    expect(Object.fromEntries(refusals.map(({ field, code }) => [field, code]))).toMatchObject({
      '/askedPence': 'AMOUNT_NOT_POSITIVE',
      '/purpose': 'PURPOSE_MISSING',
      '/activities': 'ACTIVITIES_MISSING',
      '/peopleHelped': 'PEOPLE_HELPED_NOT_POSITIVE',
      '/area': 'AREA_MISSING',
      '/startsOn': 'DATE_MISSING',
      '/endsOn': 'DATE_MISSING',
      '/budget': 'BUDGET_MISSING',
      '/contacts': 'CONTACTS_NOT_TWO',
      '/organisationType': 'ORGANISATION_TYPE_MISSING',
      '/childrenOrAdultsAtRisk': 'RISK_NOT_ANSWERED',
    });
  });

  it('calls a day that does not exist wrong, not missing', () => {
    expect(codesAt({ ...whole, startsOn: '2031-02-30' }, '/startsOn')).toEqual(['DATE_INVALID']);
    expect(codesAt({ ...whole, startsOn: '' }, '/startsOn')).toEqual(['DATE_MISSING']);
  });

  it('points at what is missing inside a line', () => {
    expect(
      codesAt({ ...whole, activities: [{ description: 'Workshops', target: 2 }] }, '/activities/0/output'),
    ).toEqual(['ACTIVITY_OUTPUT_MISSING']);
    expect(codesAt({ ...whole, contacts: [{ name: 'Ada' }, { email: 'b@example.org' }] }, '/contacts/0/email')).toEqual(
      ['CONTACT_EMAIL_MALFORMED'],
    );
    expect(codesAt({ ...whole, budget: [{ askedPence: 150_000 }] }, '/budget/0/costPence')).toEqual([
      'BUDGET_LINE_DOES_NOT_ADD_UP',
    ]);
  });

  it('is never refused for a field that it has and that is right, whatever else is missing', () => {
    const fields = Object.keys(whole) as (keyof ApplicationDraft)[];
    fc.assert(
      fc.property(fc.subarray(fields), (kept) => {
        const draft = Object.fromEntries(kept.map((name) => [name, whole[name]])) as ApplicationDraft;
        const refused = completed(draft, policy, on).refusals.map(({ field }) => (field ?? '').split('/')[1]);
        const blamed = kept.filter((name) => refused.includes(name));
        // The budget answers for the sum that is asked for, which may be what is missing.
        expect(blamed.filter((name) => name !== 'budget' || kept.includes('askedPence'))).toEqual([]);
      }),
    );
  });
});
