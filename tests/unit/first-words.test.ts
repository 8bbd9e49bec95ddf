import { firstWords } from '../../src/http/pages/frame/first-words';

test.each([
  ['Show us your insurance', 'Show us your insurance'],
  ['  Show us your insurance\n', 'Show us your insurance'],
  ['Show us your insurance\nIt must name the hall.', 'Show us your insurance …'],
  ['Show us, before the first session, your insurance for the hall', 'Show us, before the first …'],
  ['Lebensversicherungsgesellschaftsangestellter', 'Lebensversicherungsgesellschaf …'],
])('%p begins %p', (text, words) => {
  expect(firstWords(text, 30)).toBe(words);
});
