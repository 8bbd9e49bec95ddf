import { firstSteps, rolesWanted, seesFirstSteps, type Beginnings } from '../../src/domain/organisation/first-steps';
import type { HeldRole, Role } from '../../src/domain/lives/roles';

const nothing: Beginnings = {
  looked: false,
  held: ['administrator'],
  hasFunder: false,
  fundId: null,
  potId: null,
  published: false,
  expected: false,
  hasMeeting: false,
};
const everything: Beginnings = {
  looked: true,
  held: ['administrator', 'fund_manager', 'grants_officer', 'panel_member', 'payment_maker', 'payment_authoriser'],
  hasFunder: true,
  fundId: 'fund',
  potId: 'pot',
  published: true,
  expected: true,
  hasMeeting: true,
};
const holding = (name: Role, potId: string | null = null): readonly HeldRole[] => [
  { name, potId, partyId: null, ownLimitPence: null },
];

test('an administrator alone can look after the organisation and its people, and leaves the money to a fund manager', () => {
  const steps = firstSteps(nothing, holding('administrator'));
  expect(steps.filter(({ isDone }) => isDone).map(({ name }) => name)).toEqual(['secondFactor']);
  expect(steps.filter(({ isTheirs, isDone }) => isTheirs && !isDone).map(({ name }) => name)).toEqual([
    'look',
    'manager',
    'people',
    'funder',
  ]);
  expect(rolesWanted(nothing)).toEqual(['grants_officer', 'panel_member', 'payment_maker', 'payment_authoriser']);
});

test('each fact does its own step, and with all of them there is no list', () => {
  const todo = (of: Beginnings) =>
    firstSteps(of, holding('fund_manager'))
      .filter(({ isDone }) => !isDone)
      .map(({ name }) => name);
  expect(todo(everything)).toEqual([]);
  expect(firstSteps(everything, holding('fund_manager'))).toEqual([]);
  for (const [fact, name] of [
    ['looked', 'look'],
    ['hasFunder', 'funder'],
    ['fundId', 'fund'],
    ['potId', 'pot'],
    ['published', 'rules'],
    ['expected', 'instalment'],
    ['hasMeeting', 'meeting'],
  ] as const)
    expect(todo({ ...everything, [fact]: nothing[fact] })).toEqual([name]);
  const without = (role: Role) => ({ ...everything, held: everything.held.filter((one) => one !== role) });
  expect(todo(without('fund_manager'))).toEqual(['manager']);
  expect(todo(without('payment_maker'))).toEqual(['people']);
});

test('whoever looks after one pot alone does not get the organisation going', () => {
  expect(seesFirstSteps(holding('fund_manager'))).toBe(true);
  expect(seesFirstSteps(holding('fund_manager', 'pot'))).toBe(false);
  expect(seesFirstSteps(holding('grants_officer'))).toBe(false);
  expect(firstSteps(nothing, holding('fund_manager', 'pot')).some(({ isTheirs }) => isTheirs)).toBe(false);
});
