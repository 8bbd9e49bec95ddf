import { byGroup } from '../../src/http/pages/grants/grant/warnings';

const one = (id: string, partyId: string) => ({ id, reference: id.toUpperCase(), partyId, group: `Group ${partyId}` });
const found = [one('a1', 'a'), one('b1', 'b'), one('a2', 'a'), one('a3', 'a')];

test('applications of the same group are told together, with how many more it has', () => {
  expect(byGroup(found, { mayReadGroups: true, isCut: false })).toEqual([
    { href: '/grants/a1', words: 'A1 Group a' },
    { href: '/groups/a', words: '2 others of this group' },
    { href: '/grants/b1', words: 'B1 Group b' },
  ]);
});

test('nobody is told how many where not all were looked up, or led where they may not look', () => {
  expect(byGroup(found, { mayReadGroups: false, isCut: true })[1]).toEqual({
    href: undefined,
    words: 'others of this group',
  });
});
