import { z } from 'zod';

import { directoryRoutes } from '../../src/http/api/directory';
import { fundRoutes } from '../../src/http/api/funds';
import { digestOf } from '../../src/commands/people/access-token';
import { meetingRoutes } from '../../src/http/api/meetings';
import { partyRoutes } from '../../src/http/api/parties';
import { peopleRoutes } from '../../src/http/api/people';
import { potRoutes } from '../../src/http/api/pots';
import { roundRoutes } from '../../src/http/api/rounds';
import { lives, subjectOfCommand } from '../../src/domain/lives';
import { testSeal } from '../support/seal';

const routes = [fundRoutes, potRoutes, peopleRoutes, partyRoutes, directoryRoutes, meetingRoutes, roundRoutes].flat();
const bodyOf = (command: string): z.ZodType => routes.find((route) => route.command === command)!.body;

test('every command of these lives that a person may give has a route', () => {
  const commands = (['fund', 'pot', 'person', 'party', 'meeting', 'round'] as const)
    .flatMap((subject) => Object.entries(lives[subject]))
    .filter(([command, step]) => !(step.by as readonly string[]).includes('engine') && command !== 'recordInstalment')
    .map(([command]) => command);
  expect(routes.map(({ command }) => command).toSorted()).toEqual(commands.toSorted());
});

describe.each(routes.map((route) => [route.command, route] as const))('%s', (command, route) => {
  const body: z.ZodType = route.body;
  const example: object = route.example;

  test('its example is what its schema takes, and nothing more', () => {
    expect(body.safeParse(example).error).toBeUndefined();
    expect(body.safeParse({ ...example, surprise: true }).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['surprise'] },
    ]);
  });

  test('its schema can be written down', () => {
    expect(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })).toMatchObject({
      type: 'object',
      additionalProperties: false,
    });
  });

  test('it is posted to the list if it creates its subject', () => {
    const life = lives[subjectOfCommand(command)] as Record<string, { from: readonly string[] }>;
    expect(route.creates === true).toBe(life[command]!.from.includes('absent'));
  });
});

test.each([
  ['addPerson', { name: '  ', email: 'a@example.org' }],
  ['addPerson', { name: 'A', email: 'nobody' }],
  ['openFund', { name: 'A', funderId: 'x', ownerId: 'x' }],
  ['expectInstalment', { potId: '0199d3a0-5c1e-7000-8000-000000000002', amountPence: 0, expectedOn: '2026-11-02' }],
  ['expectInstalment', { potId: '0199d3a0-5c1e-7000-8000-000000000002', amountPence: 1.5, expectedOn: '2026-11-02' }],
  ['expectInstalment', { potId: '0199d3a0-5c1e-7000-8000-000000000002', amountPence: 1, expectedOn: '2026-02-30' }],
  ['addBudget', { amountPence: Number.MAX_SAFE_INTEGER }],
  ['issueToken', { label: 'All', scopes: [] }],
  ['issueToken', { label: 'All', scopes: ['everything'] }],
  ['extendRound', { which: 'opensAt', to: '2026-10-22T16:00:00.000Z' }],
  ['extendRound', { which: 'closesAt', to: '2026-10-22' }],
])('%s refuses the body %j', (command, wrong) => {
  expect(bodyOf(command).safeParse(wrong).success).toBe(false);
});

test('an address is kept in small letters', () => {
  expect(bodyOf('addPerson').parse({ name: 'A', email: ' Blessing@Example.org ' })).toEqual({
    name: 'A',
    email: 'blessing@example.org',
  });
});

test('a token is told once; what is stored is its digest', () => {
  const { prepare } = routes.find(({ command }) => command === 'issueToken')!;
  const once = prepare!({ label: 'All', scopes: ['read'] } as never, testSeal);
  const again = prepare!({ label: 'All', scopes: ['read'] } as never, testSeal);
  if ('code' in once || 'code' in again) throw new Error('refused');
  expect(once.body).toEqual({ label: 'All', scopes: ['read'], tokenHash: expect.stringMatching(/^[\w-]{43}$/) });
  expect(once.body).toMatchObject({ tokenHash: digestOf(once.disclose?.['token'] ?? '').toString('base64url') });
  expect(once.disclose?.['token']).toMatch(/^gp_[\w-]{43}$/);
  expect(JSON.stringify(once.body)).not.toContain(once.disclose?.['token']);
  expect(once.disclose?.['token']).not.toBe(again.disclose?.['token']);
});
