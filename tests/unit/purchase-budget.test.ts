import { pence } from '../../src/domain/money/money';
import {
  budgetLeft,
  clientReferenceRefusal,
  clientReferenceWithinRefusal,
  needsAuthorisation,
  normaliseClientReference,
  purchaseRefusal,
} from '../../src/domain/purchases/purchase-budget';

describe('the budget of the court worker', () => {
  const start = { awardedPence: pence(200_000), spentPence: pence(0), promisedPence: pence(0) };

  it('is right to the penny at each moment', () => {
    expect(budgetLeft({ ...start, promisedPence: pence(6_500) })).toBe(193_500);
    expect(budgetLeft({ ...start, spentPence: pence(6_500), promisedPence: pence(4_000) })).toBe(189_500);
    expect(budgetLeft({ ...start, spentPence: pence(10_500) })).toBe(189_500);
  });

  it('can be promised to the last penny and no further', () => {
    const budget = { ...start, spentPence: pence(100_000), promisedPence: pence(90_000) };
    expect(purchaseRefusal(pence(10_000), budget)).toBeUndefined();
    expect(purchaseRefusal(pence(10_001), budget)).toMatchObject({
      code: 'PURCHASE_OVER_BUDGET',
      field: '/pricePence',
      facts: { leftPence: 10_000 },
    });
    expect(purchaseRefusal(pence(0), budget)).toMatchObject({
      code: 'PURCHASE_PRICE_NOT_POSITIVE',
      field: '/pricePence',
    });
  });

  it('needs nobody else within her own limit', () => {
    expect(needsAuthorisation(pence(6_500), pence(6_500))).toBe(false);
    expect(needsAuthorisation(pence(6_501), pence(6_500))).toBe(true);
  });
});

describe('a client reference', () => {
  it.each(['WC-1047', 'WC1047', 'C-1', 'CWC-99999', ' wc-7 '])('%p is one', (reference) => {
    expect(clientReferenceRefusal(reference)).toBeUndefined();
  });

  it.each([
    ['Jane Smith', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['SMITH', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['JS', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['O’Neill-2', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['ANN-85', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['WC-1047-Jane', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['Zoë-1', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['12/05/1985', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['1985-05-12', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['120585', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['WC-120585', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['DOB 12.5.85', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['WC-12051985', 'CLIENT_REFERENCE_LIKE_DATE'],
    ['', 'CLIENT_REFERENCE_MALFORMED'],
    ['1047', 'CLIENT_REFERENCE_MALFORMED'],
    ['WC', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['XYZ', 'CLIENT_REFERENCE_LIKE_NAME'],
    ['1-AB', 'CLIENT_REFERENCE_MALFORMED'],
    ['1WC-1', 'CLIENT_REFERENCE_MALFORMED'],
    ['WC--1', 'CLIENT_REFERENCE_MALFORMED'],
    ['W-1234567', 'CLIENT_REFERENCE_MALFORMED'],
  ])('%p is not: %s', (reference, code) => {
    const refusal = clientReferenceRefusal(reference);
    expect(refusal).toMatchObject({ code, field: '/clientReference' });
    expect(refusal?.facts).toBeUndefined();
  });

  it.each(['WC-1047', 'wc1047', 'INV/WC 1047/2', 'for WC.1047, six sessions', 'No. WC–1047'])(
    'may not stand in what is written: %p',
    (text) => {
      const refusal = clientReferenceWithinRefusal(text, 'WC-1047', '/invoiceNumber');
      expect(refusal).toMatchObject({ code: 'CLIENT_REFERENCE_WITHIN', field: '/invoiceNumber' });
      expect(JSON.stringify(refusal)).not.toContain('1047');
    },
  );

  it.each(['2026-1047', 'WC-10471', 'AWC-1047', 'WC-2-1047', 'W-1047', '', undefined])('is not in %p', (text) => {
    expect(clientReferenceWithinRefusal(text, 'WC-1047', '/reason')).toBeUndefined();
  });

  it('is kept in capitals', () => {
    expect(normaliseClientReference(' wc-1047 ')).toBe('WC-1047');
  });
});
