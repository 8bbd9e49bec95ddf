import { z } from 'zod';

import { grantCommands } from '../../src/commands/grant';
import { lives } from '../../src/domain/lives';
import { grantRoutes } from '../../src/http/api/grants';
import { testSeal } from '../support/seal';

const bodyOf = (command: string): z.ZodType => grantRoutes.find((route) => route.command === command)!.body;

test('every command of a grant’s delivery that a person may give has a route', () => {
  const life: Readonly<Record<string, { readonly by: readonly string[] }>> = lives.grant;
  const byPeople = grantCommands.map(({ name }) => name as string).filter((name) => !life[name]!.by.includes('engine'));
  expect(grantRoutes.map(({ command }) => command as string).toSorted()).toEqual(byPeople.toSorted());
});

describe.each(grantRoutes.map((route) => [route.command, route] as const))('%s', (_, route) => {
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
  ['declineOffer', { reason: '  ' }],
  ['declineOffer', {}],
  ['meetCondition', { conditionId: 'first' }],
  ['waiveCondition', { conditionId: id }],
  ['recordRefund', { amountPence: 0, receivedOn: '2027-03-02' }],
  ['recordRefund', { amountPence: 1, receivedOn: '2027-02-30' }],
  ['terminate', { reason: 'Spent elsewhere', refundPence: -1 }],
  ['extendDate', { which: 'payday', to: '2027-12-10T17:00:00Z', reason: 'Snow' }],
  ['extendDate', { which: 'offer', to: '2027-12-10', reason: 'Snow' }],
  ['hold', {}],
  [
    'submitReport',
    { outputs: [], whatChanged: '', spent: [{ line: 0, spentPence: 0.5 }], whatContinues: '', lessons: '' },
  ],
])('%s refuses the body %j', (command, wrong) => {
  expect(bodyOf(command).safeParse(wrong).success).toBe(false);
});

test('what a rule says better than a form is left to the rule', () => {
  const empty = { outputs: [], whatChanged: '', spent: [{ line: 0, spentPence: -1 }], whatContinues: '', lessons: '' };
  expect(bodyOf('submitReport').safeParse(empty).success).toBe(true);
  expect(bodyOf('agreeBudget').safeParse({ activities: [], budget: [] }).success).toBe(true);
});

test('bank details are sealed before they are stored', () => {
  const { prepare, example } = grantRoutes.find(({ command }) => command === 'giveBankDetails')!;
  const prepared = prepare!(example, testSeal);
  if ('code' in prepared) throw new Error('refused');
  expect(prepared.body).toMatchObject({ lastDigits: '958' });
  expect(JSON.stringify(prepared.body)).not.toMatch(/66374958|089999/);
});
