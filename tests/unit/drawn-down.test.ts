import { isDrawnDownByPurchases } from '../../src/domain/award/drawn-down';
import { aPolicy, purchaseRules } from '../builders/policy';

test.each([
  ['employer', true, true],
  ['employer', false, false],
  ['group', true, false],
  ['group', false, false],
])(
  'a grant to an %s in a pot with purchases (%p) is drawn down by them: %p',
  (partyKind, hasPurchases, isDrawnDown) => {
    const policy = aPolicy({ purchases: hasPurchases ? purchaseRules : null });
    expect(isDrawnDownByPurchases(partyKind, policy)).toBe(isDrawnDown);
  },
);
