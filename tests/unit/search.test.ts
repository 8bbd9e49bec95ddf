import { readSought } from '../../src/domain/lists/search';

test.each([
  ['cro-2026-0042', { kind: 'reference', reference: 'CRO-2026-0042' }],
  ['CRO 2026 42', { kind: 'reference', reference: 'CRO-2026-0042' }],
  ['cr0 4ab', { kind: 'contact', key: 'p:CR04AB' }],
  ['SW1A1AA', { kind: 'contact', key: 'p:SW1A1AA' }],
  ['Ada@Example.org', { kind: 'contact', key: 'e:ada@example.org' }],
  ['+44 (0)20 7946 0001', { kind: 'contact', key: 't:02079460001' }],
  ['020 7946 0001', { kind: 'contact', key: 't:02079460001' }],
  ['£1,935', { kind: 'sum', sumPence: 193_500 }],
  ['1999.50', { kind: 'sum', sumPence: 199_950 }],
  ['F.W.P. Hib', { kind: 'name', words: ['fwp', 'hib'] }],
  ['women’s court-worker', { kind: 'name', words: ['womens', 'worker', 'court'] }],
])('%s is looked for as what it is', (typed, sought) => {
  expect(readSought(typed)).toEqual(sought);
});

test('nothing to look for is nothing', () => {
  for (const typed of ['', '   ', '...', '%']) expect(readSought(typed)).toBeUndefined();
});
