import type { ApplicationDraft } from '../../src/domain/application/application-draft';
import { completed } from '../../src/domain/application/application-draft';
import { applicationContentSchema } from '../../src/http/schemas/applications';
import { budgetSums, refusalsIn, sectionsOf, stateOf } from '../../src/http/pages/applications/sections';
import type { Writing } from '../../src/http/pages/applications/form-data';
import { checkView, sumsView } from '../../src/http/pages/applications/views';
import { readForm } from '../../src/http/pages/form/read-form';
import { typedFrom } from '../../src/http/pages/form/typed';
import { content } from '../builders/application';
import { aPolicy } from '../builders/policy';

const policy = aPolicy({
  questions: [
    { key: 'why_now', label: 'Why now?', required: true, kind: 'text', maxWords: 20 },
    { key: 'how_many', label: 'How many?', required: false, kind: 'number' },
    { key: 'since', label: 'Since when?', required: false, kind: 'date' },
    { key: 'in_short', label: 'In short?', required: true, kind: 'short_text' },
    { key: 'bill', label: 'What is the bill?', required: true, kind: 'money' },
    { key: 'place', label: 'Where?', required: true, kind: 'choice', choices: ['Here', 'There'] },
  ],
  eligibility: { areas: ['Croydon'], declarations: [{ key: 'true', text: 'It is true.' }] },
});
const whole: ApplicationDraft = {
  ...content(100_000),
  giftsInKind: 'A hall',
  postcode: 'CR0 1XX',
  organisationIncomePence: 5_000,
  answers: {
    why_now: 'Because',
    how_many: '3.5',
    since: '2026-01-02',
    in_short: 'Sewing',
    bill: '1,250.50',
    place: 'Here',
  },
  declarations: ['true'],
};
const sections = sectionsOf(policy);

test('everything that an application holds has a page, and is filled in and read back unchanged', () => {
  const read = sections.reduce<ApplicationDraft>((draft, section) => {
    const { body, problems } = readForm(section.fields, typedFrom(section.fields, whole));
    expect(problems).toEqual([]);
    return section.put(draft, body);
  }, {});
  expect(read).toEqual(whole);
  expect(applicationContentSchema.parse(read)).toEqual(whole);
});

test('nobody is asked to confirm nothing', () => {
  const slugs = (declarations: typeof policy.eligibility.declarations) =>
    sectionsOf({ ...policy, eligibility: { ...policy.eligibility, declarations } }).map(({ slug }) => slug);
  expect(slugs(policy.eligibility.declarations)).toContain('declarations');
  expect(slugs([])).not.toContain('declarations');
});

test('an answer that is emptied is taken out, and no other with it', () => {
  for (const section of sections) {
    const { body } = readForm(section.fields, {});
    const emptied = section.put(whole, body);
    expect(section.answer(emptied)).toEqual([]);
    for (const other of sections.filter((one) => one !== section))
      expect([section.slug, other.slug, other.answer(emptied)]).toEqual([
        section.slug,
        other.slug,
        other.answer(whole),
      ]);
  }
});

test('whatever is refused is said on some page, and on one only', () => {
  for (const draft of [{}, whole, { ...whole, askedPence: 500_000, activities: [{}], contacts: [{}], answers: {} }]) {
    const { refusals } = completed(draft, policy, { submittedOn: '2026-11-01' });
    for (const refusal of refusals) {
      const places = sections.filter((section) => refusalsIn(section, [refusal]).length > 0);
      expect([refusal.field, places.length]).toEqual([refusal.field, 1]);
    }
  }
});

test('a page is to do until it is answered, then done, or to be looked at again', () => {
  const { refusals } = completed({ purpose: '' }, policy, { submittedOn: '2026-11-01' });
  const states = Object.fromEntries(sections.map((one) => [one.slug, stateOf(one, {}, refusals)]));
  expect(states).toMatchObject({
    purpose: 'todo',
    gifts: 'optional',
    income: 'optional',
    'question-how-many': 'optional',
  });
  const all = completed(whole, policy, { submittedOn: '2026-11-01' }).refusals;
  expect(sections.map((one) => stateOf(one, whole, all))).toEqual(sections.map(() => 'done'));
  const people = sections.find(({ slug }) => slug === 'people')!;
  const none = { ...whole, peopleHelped: 0 };
  expect(stateOf(people, none, completed(none, policy, { submittedOn: '2026-11-01' }).refusals)).toBe('mend');
});

test('a budget adds up its lines, and gifts in kind are in none of its sums', () => {
  expect(budgetSums([{ costPence: 100, askedPence: 60, otherPence: 40 }, { costPence: 5 }])).toEqual({
    costPence: 105,
    askedPence: 60,
    otherPence: 40,
  });
  const budget = sections.find(({ slug }) => slug === 'budget')!;
  const put = budget.put({ giftsInKind: 'A hall' }, { budget: [{ costPence: 10, askedPence: 10 }] });
  expect(put).toEqual({ giftsInKind: 'A hall', budget: [{ costPence: 10, askedPence: 10 }], askedPence: 10 });
});

test('a short answer is counted where it is typed, and a sum is said in pounds', () => {
  const asked = (slug: string) => sections.find((one) => one.slug === slug)!;
  expect(asked('question-in-short').fields['answer']).toMatchObject({ kind: 'text', atMost: 150, isCounted: true });
  expect(asked('question-bill').fields['answer']).toMatchObject({ kind: 'text', prefix: '£' });
  expect(asked('question-bill').answer({ answers: { bill: '1250.50' } })).toEqual(['£1,250.50']);
  expect(asked('question-bill').answer({ answers: { bill: 'a lot' } })).toEqual(['a lot']);
});

test('more than what is left under the cap is said where the sum is typed and before it is sent', () => {
  const writing = (amountPence: number) =>
    ({
      form: {
        id: 'a',
        now: '2026-11-23T10:00:00.000Z',
        pot: { name: 'Small grants' },
        party: { name: 'Hibiscus' },
        awards: [{ decidedOn: '2026-11-01', amountPence, cameBackPence: 0 }],
        policy,
        content: whole,
      },
      content: whole,
      sections: [],
      refusals: [],
    }) as unknown as Writing;
  const used = writing(policy.groupCapPence);
  expect(checkView(used).overCap).toContain('Nothing is left of it now.');
  expect(sumsView(used)?.room).toContain(checkView(used).overCap);
  expect(checkView(writing(0)).overCap).toBeUndefined();
});
