import { roles, type Role } from '../../src/domain/lives/roles';
import { firstPageOf, navigationFor } from '../../src/http/pages/frame/navigation';

const holding = (...names: readonly Role[]) => ({
  roles: names.map((name) => ({ name, potId: null, partyId: null, ownLimitPence: null })),
});
const textsOf = (led: readonly { readonly text: string }[]) => led.map(({ text }) => text);

test('the head has few words for everybody, also for who has every role of staff', () => {
  const everything = navigationFor(holding('fund_manager', 'grants_officer', 'payment_maker', 'panel_member'), '/work');
  expect(textsOf(everything.areas)).toEqual(['My work', 'Grants', 'Meetings', 'Money', 'Services', 'Organisation']);
  expect(everything.places).toEqual([]);
});

test('whoever is in a part of several places sees them, with the one that they are at', () => {
  const manager = holding('fund_manager');
  const { areas, places } = navigationFor(manager, '/payment-runs/1');
  expect(areas.filter(({ active }) => active)).toMatchObject([{ href: '/payments', text: 'Money' }]);
  expect(textsOf(places).slice(0, 3)).toEqual(['Payments', 'Funds', 'Pots']);
  expect(places.filter(({ active }) => active)).toMatchObject([{ href: '/payments' }]);
  expect(textsOf(navigationFor(holding('funder'), '/pots').places).slice(0, 2)).toEqual(['Funds', 'Pots']);
  // A part of one place is that place.
  expect(navigationFor(holding('panel_member'), '/grants').places).toEqual([]);
});

test('what waits is said with their work, up to a limit', () => {
  const workOf = (waiting: number) => navigationFor(holding('grants_officer'), '/', waiting).areas[0]?.text;
  expect([0, 1, 99, 100].map(workOf)).toEqual(['My work', 'My work (1)', 'My work (99)', 'My work (99+)']);
});

test.each(roles)('a %s has a first page', (role) => {
  expect(firstPageOf(holding(role))).toMatch(/^\/\w+$/);
});
