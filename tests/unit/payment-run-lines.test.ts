import type { Role } from '../../src/domain/lives/roles';
import { runLine } from '../../src/http/pages/payments/views';

const run = (state: string) =>
  ({
    id: '1',
    name: 'Payments',
    pot: { id: '2', name: 'Small grants' },
    state,
    paymentCount: 2,
    totalPence: 200_000,
    createdAt: '2026-11-23T23:30:00.000Z',
  }) as unknown as Parameters<typeof runLine>[0];
const as = (name: Role) => ({ roles: [{ name, potId: null, partyId: null, ownLimitPence: null }] });

test('a line of the list of runs says on which day it was built: two can have one name', () => {
  expect(runLine(run('sent'), as('payment_maker'))).toMatchObject({
    name: 'Payments',
    built: '23 Nov 2026',
    payments: '2',
    total: '£2,000.00',
  });
});

test.each([
  ['building', 'payment_maker', 'yours'],
  ['building', 'payment_authoriser', 'other'],
  ['awaiting_authorisation', 'payment_authoriser', 'yours'],
  ['awaiting_authorisation', 'payment_maker', 'other'],
  ['exported', 'payment_maker', 'yours'],
  ['sent', 'payment_maker', 'other'],
  ['authorised', 'independent_examiner', 'other'],
  ['reconciled', 'payment_maker', 'done'],
  ['cancelled', 'payment_authoriser', 'over'],
] as const)('a run that is %s has for a %s the colour %s', (state, role, meaning) => {
  expect(runLine(run(state), as(role)).tag.meaning).toBe(meaning);
});
