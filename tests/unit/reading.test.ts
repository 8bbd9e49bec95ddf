import type { ApplicationContent } from '../../src/domain/application/application';
import { type HeldRole, type Role, roles } from '../../src/domain/lives/roles';
import {
  applicationTold,
  closenessTo,
  factsTold,
  namesToldTo,
  readings,
  reportTold,
  rolesToldOfPeople,
} from '../../src/domain/people/reading';

const here = { potId: 'pot', partyId: 'party' };
const held = (name: Role, at: Partial<HeldRole> = {}): HeldRole => ({
  name,
  potId: null,
  partyId: null,
  ownLimitPence: null,
  ...at,
});
const close = (...of: readonly HeldRole[]) => closenessTo({ roles: of }, here);

test('each role is as close as its part needs, and the closest that reaches counts', () => {
  const alone = Object.fromEntries(roles.map((name) => [name, close(held(name, { partyId: 'party' }))]));
  expect(alone).toEqual({
    fund_manager: 'manager',
    grants_officer: 'staff',
    payment_maker: 'staff',
    payment_authoriser: 'staff',
    administrator: 'staff',
    independent_examiner: 'staff',
    applicant: 'group',
    budget_holder: 'group',
    // A provider reads its orders, never a grant.
    provider: undefined,
    panel_member: 'panel',
    funder: 'funder',
  });
  expect(close(held('funder'), held('panel_member'))).toBe('panel');
  expect(close(held('funder'), held('panel_member', { potId: 'another' }))).toBe('funder');
  expect(close(held('funder'), held('applicant', { partyId: 'party' }))).toBe('group');
  expect(close(held('funder', { potId: 'another' }))).toBeUndefined();
});

test('only a funder is told of no person; only those who work with a group know how to reach it', () => {
  const told = (part: 'people' | 'contacts' | 'correspondence') =>
    Object.entries(readings).flatMap(([closeness, reading]) => (reading[part] ? [closeness] : []));
  expect(told('people')).toEqual(['manager', 'staff', 'group', 'panel']);
  expect(told('contacts')).toEqual(['manager', 'staff', 'group']);
  expect(told('correspondence')).toEqual(['manager', 'staff', 'group', 'panel']);
  expect(roles.filter((name) => !rolesToldOfPeople.includes(name))).toEqual([
    'budget_holder',
    'applicant',
    'provider',
    'funder',
  ]);
});

test('a list says names of what is nearer to its reader than a funder', () => {
  const isTold = namesToldTo({ roles: [held('funder'), held('grants_officer', { potId: 'pot' })] });
  expect([isTold(here), isTold({ ...here, potId: 'another' })]).toEqual([true, false]);
  expect(namesToldTo({ roles: [held('applicant', { partyId: 'x' })] })(here)).toBe(true);
  expect(namesToldTo({ roles: [held('funder', { potId: 'another' })] })(here)).toBe(false);
});

const content = {
  purpose: 'Two meetings.',
  postcode: 'CR0 1AA',
  giftsInKind: 'Anna lends her van.',
  contacts: [{ name: 'Anna', email: 'anna@example.org' }],
  answers: { why: 'Anna asked.' },
  budget: [{ description: 'Fee of Anna', costPence: 100, askedPence: 100, otherPence: 0 }],
} as unknown as ApplicationContent;

test('of an application a funder is told of the work and its sums, the panel all but how to reach anybody', () => {
  expect(applicationTold(content, 'funder')).toEqual({
    purpose: 'Two meetings.',
    budget: [{ costPence: 100, askedPence: 100, otherPence: 0 }],
  });
  const { contacts: _, ...others } = content;
  expect(applicationTold(content, 'panel')).toEqual(others);
  for (const closeness of ['manager', 'staff', 'group'] as const)
    expect(applicationTold(content, closeness)).toEqual(content);
  // A draft may have none of it.
  for (const closeness of ['group', 'funder'] as const) expect(applicationTold({}, closeness)).toEqual({});
});

test('of a report a funder is told what was reached, what changed and what was spent', () => {
  const report = {
    outputs: [{ activity: 0, target: 2, achieved: 1, comment: 'Anna was ill.' }],
    whatChanged: 'People met.',
    spent: [],
    whatContinues: 'Anna goes on.',
    lessons: 'Ask Anna earlier.',
    answer: 'Anna counted them.',
  };
  expect(reportTold(report, 'funder')).toEqual({
    outputs: [{ activity: 0, target: 2, achieved: 1 }],
    whatChanged: 'People met.',
    spent: [],
    whatContinues: null,
    lessons: null,
  });
  expect(reportTold(report, 'panel')).toEqual(report);
});

test('what an event says besides its name is told to a funder without ids', () => {
  const facts = { ownerId: 'x', personIds: ['x'], amountPence: 100, state: 'active' };
  expect(factsTold(facts, false)).toEqual({ amountPence: 100, state: 'active' });
  expect(factsTold(facts, true)).toEqual(facts);
});
