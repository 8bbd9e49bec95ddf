import type { GrantData } from '../../src/http/pages/grants/grant/data';
import { paymentsOf } from '../../src/http/pages/grants/grant/payments';
import { ids } from '../../src/http/schemas/reads/examples';
import { grantExample } from '../../src/http/schemas/reads/grants/example';

type Payment = GrantData['grant']['payments'][number];
const payment = (state: Payment['state']): Payment => ({
  id: ids.payment,
  number: 1,
  cause: 'grant',
  purchaseId: null,
  payee: grantExample.party,
  amountPence: 100_000,
  dueAt: '2026-12-01T17:00:00.000Z',
  state,
  attempt: 1,
  run: null,
  settledOn: null,
  line: null,
  expectedOn: null,
  why: null,
});
const { award } = grantExample;

test('what a hold stops is not ready for anybody; what is with the bank goes on', () => {
  const tags = (onHold: boolean) =>
    paymentsOf({ ...grantExample, onHold, payments: [payment('ready'), payment('sent')] }).payments.map(
      ({ tag }) => tag.words,
    );
  expect([tags(false), tags(true)]).toEqual([
    ['Ready to pay', 'With the bank'],
    ['On hold', 'With the bank'],
  ]);
});

test('where there is no payment, it is said whether one will come', () => {
  const none = { ...grantExample, payments: [] };
  expect(paymentsOf(none).none).toBe('No payment is planned yet.');
  expect(paymentsOf({ ...none, stage: 'declined' }).none).toBe('Nothing was paid, and nothing will be.');
  const drawnDown = { ...none, stage: 'active', award: { ...award, drawnDownByPurchases: true } } as const;
  expect(paymentsOf(drawnDown).none).toBe('The group is paid nothing: providers are paid for what was bought.');
});
