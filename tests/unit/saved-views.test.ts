import { filtersText, viewListOf } from '../../src/domain/lists/saved-views';

test('a view keeps the filters that its list knows, in one order, and nothing else', () => {
  expect(filtersText('grants', { cursor: 'x', owner: 'o', stage: 'offered', done: 'saved' })).toBe(
    'stage=offered&owner=o',
  );
  expect(filtersText('work', { stage: 'offered', pot: 'p' })).toBe('pot=p');
  expect(filtersText('grants', { q: ' £1,999 & more ' })).toBe('q=%C2%A31%2C999+%26+more');
  expect(filtersText('grants', { q: '', stage: '  ' })).toBe('');
  expect(filtersText('grants', { q: 'x'.repeat(201) })).toBe('');
});

test('a list is one of ours', () => {
  expect([viewListOf('grants'), viewListOf('constructor'), viewListOf(undefined)]).toEqual([
    'grants',
    undefined,
    undefined,
  ]);
});
