import { addressLines, addressOf, addressRefusals, shownAddress } from '../../src/domain/application/address';
import { answerLines, filesByQuestion, withFileNames } from '../../src/domain/application/question-answer';

const codes = (text: string) => addressRefusals(text, '/answers/venue').map(({ code, field }) => [code, field]);

describe('an address', () => {
  test('is four lines of text, and is read from three where the second of the street was left out', () => {
    const whole = addressOf([' 12  London Road ', '', 'Croydon', 'cr0 1xx']);
    expect(whole).toBe('12 London Road\n\nCroydon\nCR0 1XX');
    expect(addressLines(whole ?? '')).toEqual(['12 London Road', '', 'Croydon', 'CR0 1XX']);
    expect(addressLines('12 London Road\nCroydon\nCR0 1XX')).toEqual(['12 London Road', '', 'Croydon', 'CR0 1XX']);
    expect(shownAddress(whole ?? '')).toEqual(['12 London Road', 'Croydon', 'CR0 1XX']);
    expect(addressOf(['', ' ', '', ''])).toBeUndefined();
  });

  test.each<[text: string, ...expected: string[]]>([
    ['1 High Street\n\nCroydon\nCR0 1XX'],
    ['1 High Street\nCroydon\nCR01XX'],
    ['1 High Street, Croydon', 'ADDRESS_NOT_IN_LINES'],
    ['a\nb\nc\nd\ne', 'ADDRESS_NOT_IN_LINES'],
    ['\n\nCroydon\nCR0 1XX', 'ADDRESS_STREET_MISSING'],
    ['1 High Street\n\n\nCR0 1XX', 'ADDRESS_TOWN_MISSING'],
    ['1 High Street\n\nCroydon\n', 'ADDRESS_POSTCODE_MISSING'],
    ['1 High Street\n\nCroydon\nNOWHERE', 'ADDRESS_POSTCODE_MALFORMED'],
    ['\n\n\nX', 'ADDRESS_STREET_MISSING', 'ADDRESS_TOWN_MISSING', 'ADDRESS_POSTCODE_MALFORMED'],
  ])('%j is refused with what it lacks', (text, ...expected) => {
    expect(codes(text)).toEqual(expected.map((code) => [code, '/answers/venue']));
  });
});

test('an answer is shown line by line, by its kind', () => {
  expect(answerLines({ kind: 'address' }, 'a\n\nb\nCR0 1XX')).toEqual(['a', 'b', 'CR0 1XX']);
  expect(answerLines({ kind: 'date' }, '2027-03-27')).toEqual(['27 March 2027']);
  expect(answerLines({ kind: 'text' }, 'One.\nTwo.')).toEqual(['One.', 'Two.']);
  expect(answerLines({ kind: 'file' }, undefined)).toEqual([]);
});

test('files answer their questions, whatever was written there', () => {
  const questions = [
    { key: 'plan', label: 'Plan', required: true, kind: 'file' },
    { key: 'rules', label: 'Rules', required: true, kind: 'file' },
    { key: 'why', label: 'Why', required: true, kind: 'text' },
  ] as const;
  const files = filesByQuestion([
    { about: 'plan', name: 'a.pdf' },
    { about: 'plan', name: 'b.pdf' },
    { about: null, name: 'photo.jpg' },
  ]);
  expect(withFileNames({ why: 'Because', rules: 'written' }, { questions }, files)).toEqual({
    why: 'Because',
    plan: 'a.pdf\nb.pdf',
  });
});
