import { countOwned, ownedKinds, successorRefusal } from '../../src/domain/people/handing-over';
import type { Role } from '../../src/domain/lives/roles';

const holding = (name: Role, potId: string | null = null) => ({ name, potId, partyId: null, ownLimitPence: null });
const owned = (kind: (typeof ownedKinds)[number], potId: string | null = 'pot', count = 1) => ({ kind, potId, count });

test('how many there are of a kind, over all pots', () => {
  const all = [owned('grant', 'a', 2), owned('round', 'a', 7), owned('grant', 'b', 3)];
  expect(countOwned(all, 'grant')).toBe(5);
  expect(countOwned(all, 'fund')).toBe(0);
});

test('nothing can be taken over by anybody', () => {
  expect(successorRefusal([], [])).toBeUndefined();
});

test.each([
  ['fund_manager', []],
  ['grants_officer', ['payment runs']],
  ['payment_maker', ['grants', 'purchases', 'rounds', 'pots', 'funds']],
  ['payment_authoriser', ['payment runs', 'grants', 'purchases', 'rounds', 'pots', 'funds']],
  ['applicant', ['payment runs', 'grants', 'purchases', 'rounds', 'pots', 'funds']],
] as const)('a %s lacks a role for: %j', (role, lacking) => {
  const all = ownedKinds.map((kind) => owned(kind, kind === 'fund' ? null : 'pot'));
  const refusal = successorRefusal(all, [holding(role)]);
  if (lacking.length === 0) expect(refusal).toBeUndefined();
  else expect(refusal).toMatchObject({ code: 'SUCCESSOR_UNFIT', field: '/successorId', facts: { lacking } });
});

test('a role for one pot is none for another, and none for a fund; each kind is said once', () => {
  const officer = [holding('grants_officer', 'pot')];
  expect(successorRefusal([owned('grant', 'pot')], officer)).toBeUndefined();
  expect(
    successorRefusal([owned('grant', 'pot'), owned('grant', 'other'), owned('grant', 'third')], officer),
  ).toMatchObject({
    facts: { lacking: ['grants'] },
  });
  expect(successorRefusal([owned('fund', null)], [holding('fund_manager', 'pot')])?.code).toBe('SUCCESSOR_UNFIT');
  expect(
    successorRefusal([owned('payment_run', 'pot')], [...officer, holding('payment_maker', 'pot')]),
  ).toBeUndefined();
});
