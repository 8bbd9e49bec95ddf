import { runLine } from '../../src/http/pages/payments/views';

test('a line of the list of runs says on which day it was built: two can have one name', () => {
  const run = {
    id: '1',
    name: 'Payments',
    pot: { id: '2', name: 'Small grants' },
    state: 'sent',
    paymentCount: 2,
    totalPence: 200_000,
    createdAt: '2026-11-23T23:30:00.000Z',
  } as unknown as Parameters<typeof runLine>[0];
  expect(runLine(run)).toMatchObject({ name: 'Payments', built: '23 Nov 2026', payments: '2', total: '£2,000.00' });
});
