import * as fc from 'fast-check';

import { formatPounds, pence, readPounds } from '../../src/domain/money/money';
import type { Fields } from '../../src/http/pages/form/field';
import { readForm, withoutEmptyLines } from '../../src/http/pages/form/read-form';
import { afterLineButton, showForm } from '../../src/http/pages/form/show-form';
import { typedFrom } from '../../src/http/pages/form/typed';

const fields: Fields = {
  sum: { kind: 'money', at: '/amountPence', label: 'How much?' },
  people: { kind: 'count', at: '/peopleHelped', label: 'People helped' },
  on: { kind: 'date', at: '/startsOn', label: 'First day' },
  why: { kind: 'longText', at: '/details/reason', label: 'Why', atMost: 200 },
  outcome: {
    kind: 'choice',
    at: '/outcome',
    label: 'Outcome',
    options: [
      { value: 'award', words: 'Award' },
      { value: 'refuse', words: 'No' },
    ],
  },
  within: { kind: 'period', at: '/within', label: 'Within' },
  reminders: { kind: 'periods', at: '/reminders', label: 'Reminders' },
  areas: { kind: 'list', at: '/areas', label: 'Areas' },
  safe: { kind: 'yesNo', at: '/safe', label: 'Is it safe?' },
  budget: {
    kind: 'rows',
    at: '/budget',
    label: 'Budget',
    line: 'Line',
    atMost: 4,
    addWords: 'Add a line',
    each: {
      what: { kind: 'text', at: '/description', label: 'What' },
      cost: { kind: 'money', at: '/costPence', label: 'Cost' },
    },
  },
};
const period = fc
  .tuple(fc.integer({ min: 0, max: 400 }), fc.constantFrom('Y', 'M', 'W', 'D', 'H'))
  .map(([count, unit]) => (unit === 'H' ? `PT${String(count)}H` : `P${String(count)}${unit}`));
const body = fc.record(
  {
    amountPence: fc.nat(200_000),
    peopleHelped: fc.nat(9_999),
    startsOn: fc
      .date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    outcome: fc.constantFrom('award', 'refuse'),
    within: period,
    reminders: fc.array(period, { maxLength: 3 }),
    areas: fc.array(fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9})?$/), { maxLength: 3 }),
    safe: fc.boolean(),
    budget: fc.array(fc.record({ description: fc.stringMatching(/^[a-z]{1,9}$/), costPence: fc.nat(200_000) }), {
      minLength: 1,
      maxLength: 4,
    }),
  },
  { requiredKeys: ['budget', 'reminders', 'areas'] },
);

test('what a form is filled with is read from it unchanged', () => {
  fc.assert(
    fc.property(body, (filled) => {
      expect(readForm(fields, typedFrom(fields, filled))).toEqual({ body: filled, problems: [] });
    }),
  );
});

test('sums are read as they are written', () => {
  fc.assert(
    fc.property(fc.nat(9_000_000_000), (amount) => {
      expect(readPounds(formatPounds(pence(amount)))).toBe(amount);
    }),
  );
  for (const none of ['', '-5', '1.5', '1,23', 'ten', '1.234', '£', '1e3']) expect(readPounds(none)).toBeUndefined();
});

test('what cannot be read is said at its box, in words, and kept as it was typed', () => {
  const typed = { sum: 'lots', people: '3.5', 'on-day': '31', 'on-month': '2', 'on-year': '2027', outcome: 'maybe' };
  const { problems } = readForm(fields, typed);
  expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/amountPence', 'MONEY_NOT_READ'],
    ['/peopleHelped', 'NUMBER_NOT_READ'],
    ['/startsOn', 'DATE_NOT_REAL'],
    ['/outcome', 'NOT_A_CHOICE'],
  ]);
  const shown = showForm(fields, typed, problems);
  expect(shown.fields['sum']).toMatchObject({ value: 'lots', error: 'How much: enter pounds, like 250 or 99.50' });
  expect(shown.complaints.map(({ to }) => to)).toEqual(['sum', 'people', 'on-day', 'outcome']);
});

test('what is missing is said in the words of the question', () => {
  const problems = [
    { pointer: '/details/reason', code: 'FIELD_MISSING', detail: 'This field is missing. Enter it.' },
    { pointer: '/elsewhere', code: 'FIELD_UNKNOWN', detail: 'There is no such field here.' },
  ];
  const { fields: shown, complaints } = showForm(fields, {}, problems);
  expect(shown['why']?.error).toBe('Enter why');
  expect(complaints).toEqual([{ words: 'Enter why', to: 'why' }, { words: 'There is no such field here.' }]);
});

test('nothing chosen is said to be missing, whatever the schema calls it', () => {
  const problems = [{ pointer: '/outcome', code: 'FIELD_NOT_ALLOWED', detail: 'This is not one of the choices.' }];
  expect(showForm(fields, {}, problems).fields['outcome']?.error).toBe('Choose the outcome');
  expect(showForm(fields, { outcome: 'award' }, problems).fields['outcome']?.error).toBe(problems[0]?.detail);
});

test('an empty line between others is no line, and what is said of a line stands at it', () => {
  const typed = withoutEmptyLines(fields, { 'budget-0-what': '', 'budget-1-what': 'Hall', 'budget-1-cost': 'x' });
  const { body: read, problems } = readForm(fields, typed);
  expect(read['budget']).toEqual([{ description: 'Hall' }]);
  const [line] = showForm(fields, typed, problems).fields['budget']?.lines ?? [];
  expect(line?.fields.map(({ name, error }) => [name, error !== undefined])).toEqual([
    ['budget-0-what', false],
    ['budget-0-cost', true],
  ]);
});

test('lines are added and taken away without losing what was typed', () => {
  const typed = {
    why: 'because',
    'budget-0-what': 'Hall',
    'budget-0-cost': '1',
    'budget-1-what': 'Tea',
    'budget-1-cost': '2',
  };
  const added = afterLineButton(fields, typed, 'add:budget');
  expect(showForm(fields, added ?? {}, []).fields['budget']?.lines).toHaveLength(3);
  const removed = afterLineButton(fields, typed, 'remove:budget:0');
  expect(removed).toEqual({ why: 'because', 'budget-0-what': 'Tea', 'budget-0-cost': '2' });
  expect(afterLineButton(fields, typed, '')).toBeUndefined();
});
