import { z } from 'zod';

import { recordInstalment } from '../../src/commands/funds/record-instalment';
import { paymentCommands } from '../../src/commands/payments';
import { purchaseCommands } from '../../src/commands/purchases';
import { lives } from '../../src/domain/lives';
import { instalmentRoutes } from '../../src/http/api/instalments';
import { paymentRunRoutes } from '../../src/http/api/payment-runs';
import { purchaseRoutes } from '../../src/http/api/purchases';
import { testSeal } from '../support/seal';

const routes = [...instalmentRoutes, ...paymentRunRoutes, ...purchaseRoutes];
const bodyOf = (command: string): z.ZodType => routes.find((route) => route.command === command)!.body;

test('every command about payments and purchases that a person may give has a route', () => {
  const steps: Readonly<Record<string, { readonly by: readonly string[] }>> = Object.assign(
    {},
    ...Object.values(lives),
  );
  const byPeople = [recordInstalment, ...paymentCommands, ...purchaseCommands]
    .map(({ name }) => name as string)
    .filter((name) => !steps[name]!.by.includes('engine'));
  expect(routes.map(({ command }) => command as string).toSorted()).toEqual(byPeople.toSorted());
});

describe.each(routes.map((route) => [route.command, route] as const))('%s', (_, route) => {
  const body: z.ZodType = route.body;
  const example: object = route.example;

  test('its example is what its schema takes, and nothing more', () => {
    expect(body.safeParse(example).error).toBeUndefined();
    expect(body.safeParse({ ...example, surprise: true }).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['surprise'] },
    ]);
  });

  test('its schema can be written down', () => {
    const written = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' });
    expect(written).toMatchObject({ type: 'object', additionalProperties: false });
  });

  test('each refusal is named once', () => {
    expect(new Set(route.refusals).size).toBe(route.refusals?.length ?? 0);
  });
});

const id = '0199d3a0-5c1e-7000-8000-000000000002';
test.each([
  ['recordInstalment', { instalmentId: id, receivedOn: '2026-02-30' }],
  ['buildRun', { potId: id, name: '   ' }],
  ['buildRun', { potId: id, name: 'November', paymentIds: [] }],
  ['dropPayment', { paymentId: id, reason: ' ' }],
  ['authoriseRun', { seenHash: 'yes' }],
  ['recordOutcomes', { outcomes: [] }],
  ['recordOutcomes', { outcomes: [{ paymentId: id, outcome: 'paid', on: '2026-11-09' }] }],
  [
    'requestPurchase',
    { grantId: id, providerId: id, service: 'Counselling', clientReference: 'WC-1', pricePence: 0.5 },
  ],
  ['recordInvoice', { invoiceNumber: '1', invoicePence: 0, invoicedOn: '2026-11-17' }],
  ['extendPurchaseDate', { which: 'payday', to: '2027-12-10T17:00:00Z', reason: 'Snow' }],
  ['extendPurchaseDate', { which: 'payment', to: '2027-12-10', reason: 'Snow' }],
])('%s refuses the body %j', (command, wrong) => {
  expect(bodyOf(command).safeParse(wrong).success).toBe(false);
});

test('more payments than any run has are refused, and as many as a run has are taken', () => {
  const payments = (count: number) => ({
    potId: id,
    name: 'Many',
    paymentIds: Array.from({ length: count }, () => id),
  });
  expect(bodyOf('buildRun').safeParse(payments(5_000)).success).toBe(true);
  expect(bodyOf('buildRun').safeParse(payments(5_001)).success).toBe(false);
});

describe('a client’s reference', () => {
  const { prepare, example } = purchaseRoutes.find(({ command }) => command === 'requestPurchase')!;
  const preparedWith = (clientReference: string) =>
    prepare!({ ...(example as object), clientReference } as never, testSeal);

  test('is sealed before anything is stored', () => {
    const prepared = preparedWith(' wc-1047 ');
    if ('code' in prepared) throw new Error('refused');
    const { clientReferenceSealed, ...rest } = prepared.body as { clientReferenceSealed: string };
    expect(testSeal.open(clientReferenceSealed)).toBe('WC-1047');
    expect(JSON.stringify(rest)).not.toMatch(/1047/);
  });

  test('is not repeated in what is asked for', () => {
    const body = { ...(example as object), service: 'Counselling for WC 1047', clientReference: 'wc-1047' };
    const refused = prepare!(body as never, testSeal);
    expect(refused).toMatchObject({ code: 'CLIENT_REFERENCE_WITHIN', field: '/service' });
  });

  test.each([
    ['Mary Smith', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['01/02/1990', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['#12', 'CLIENT_REFERENCE_MALFORMED'],
  ])('that looks like more than a reference is refused, and not repeated: %s', (typed, code) => {
    const refused = preparedWith(typed);
    expect(refused).toMatchObject({ code, field: '/clientReference' });
    expect(JSON.stringify(refused)).not.toContain(typed);
  });
});
