import { type HeldRole, type Role, roles } from '../../src/domain/lives/roles';
import { pence } from '../../src/domain/money/money';
import { roleAuthorityRefusal, roleRefusals } from '../../src/domain/people/role-granting';

const pot = 'a-pot';
const otherPot = 'another-pot';
const party = 'a-party';

const held = (name: Role, potId: string | null = null): HeldRole => ({
  name,
  potId,
  partyId: null,
  ownLimitPence: null,
});
const wanted = (name: Role, over: Partial<HeldRole> = {}): HeldRole => ({ ...held(name), ...over });
const forParties: readonly Role[] = ['applicant', 'budget_holder', 'provider'];

describe('who may give a role', () => {
  const mayGive = (giver: HeldRole, role: HeldRole) => roleAuthorityRefusal([giver], role) === undefined;

  test.each(roles)('an administrator may give %s', (role) => {
    expect(mayGive(held('administrator'), wanted(role))).toBe(true);
  });

  test.each(roles)('a fund manager may give %s, unless it is an administrator’s', (role) => {
    expect(mayGive(held('fund_manager'), wanted(role))).toBe(role !== 'administrator');
    expect(mayGive(held('fund_manager'), wanted(role, { potId: pot }))).toBe(role !== 'administrator');
  });

  test.each(roles)('a fund manager of one pot may give %s for that pot or a party only', (role) => {
    const manager = held('fund_manager', pot);
    expect(mayGive(manager, wanted(role, { potId: pot }))).toBe(role !== 'administrator');
    expect(mayGive(manager, wanted(role, { potId: otherPot }))).toBe(forParties.includes(role));
    expect(mayGive(manager, wanted(role))).toBe(forParties.includes(role));
  });

  test.each(roles)('a grants officer may give %s only if it is an applicant’s or a provider’s', (role) => {
    expect(mayGive(held('grants_officer'), wanted(role))).toBe(role === 'applicant' || role === 'provider');
  });

  const others = roles.filter((role) => !['administrator', 'fund_manager', 'grants_officer'].includes(role));
  test.each(others)('%s may give none', (giver) => {
    expect(roles.filter((role) => mayGive(held(giver), wanted(role)))).toEqual([]);
  });

  test('one role that may is enough, whatever else somebody holds', () => {
    const [maker, manager] = [held('payment_maker'), held('fund_manager')];
    expect(roleAuthorityRefusal([maker, manager], wanted('panel_member'))).toBeUndefined();
    expect(roleAuthorityRefusal([], wanted('panel_member'))).toMatchObject({ code: 'ROLE_NOT_YOURS_TO_GIVE' });
  });

  test('the refusal names the role', () => {
    expect(roleAuthorityRefusal([held('grants_officer')], wanted('payment_maker'))).toMatchObject({
      code: 'ROLE_NOT_YOURS_TO_GIVE',
      facts: { role: 'payment_maker' },
    });
  });
});

describe('what a role is held for', () => {
  const codes = (...asked: Parameters<typeof roleRefusals>) =>
    roleRefusals(...asked).map(({ code, field }) => [code, field]);

  test.each(forParties)('%s needs a party', (role) => {
    expect(codes(wanted(role), null)).toEqual([['ROLE_NEEDS_PARTY', '/partyId']]);
  });

  test.each(roles.filter((role) => !forParties.includes(role)))('%s takes no party', (role) => {
    expect(codes(wanted(role, { partyId: party }), 'group')).toEqual([['ROLE_TAKES_NO_PARTY', '/partyId']]);
    expect(codes(wanted(role), null)).toEqual([]);
    expect(codes(wanted(role, { potId: pot }), null)).toEqual([]);
  });

  test.each([
    ['applicant', ['group', 'host', 'employer']],
    ['budget_holder', ['group', 'host', 'employer']],
    ['provider', ['provider']],
  ] as const)('%s acts for %j only', (role, fit) => {
    const kinds = ['group', 'provider', 'funder', 'host', 'employer'] as const;
    expect(kinds.filter((kind) => codes(wanted(role, { partyId: party }), kind).length === 0)).toEqual(fit);
    expect(codes(wanted(role, { partyId: party }), 'funder')).toEqual([['ROLE_UNFIT_FOR_PARTY', '/partyId']]);
  });

  test('a party that is not known yet fits, and one that does not is named with the role', () => {
    expect(codes(wanted('applicant', { partyId: party }), null)).toEqual([]);
    expect(roleRefusals(wanted('provider', { partyId: party }), 'group')).toMatchObject([
      { facts: { role: 'provider', kind: 'group' } },
    ]);
  });

  test('everything wrong is said at once', () => {
    expect(codes(wanted('applicant', { potId: pot, ownLimitPence: pence(1) }), null)).toEqual([
      ['ROLE_NEEDS_PARTY', '/partyId'],
      ['ROLE_TAKES_NO_POT', '/potId'],
      ['ROLE_TAKES_NO_LIMIT', '/ownLimitPence'],
    ]);
  });

  test('only a budget holder has a limit of their own', () => {
    expect(codes(wanted('budget_holder', { partyId: party, ownLimitPence: pence(10_000) }), 'employer')).toEqual([]);
  });
});
