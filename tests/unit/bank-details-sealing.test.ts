import {
  bankDetails,
  bankDetailsRefusal,
  prepareBankDetails,
  sealBankDetails,
} from '../../src/http/schemas/bank-details';
import { testSeal } from '../support/seal';

// Vocalink's published examples: the first passes the modulus check, the second fails it.
const sound = { accountName: ' Heathfield  Ecology Centre ', sortCode: '08-99-99', accountNumber: '6637 4958' };
const impossible = { ...sound, sortCode: '089999', accountNumber: '66374959' };

test('bank details are kept in one form, and their numbers only encrypted', () => {
  const sealed = sealBankDetails(sound, testSeal);
  if ('code' in sealed) throw new Error(sealed.code);
  expect(sealed).toMatchObject({ accountName: 'Heathfield Ecology Centre', lastDigits: '958' });
  expect(JSON.stringify(sealed)).not.toMatch(/089999|66374958/);
  expect(JSON.parse(testSeal.open(sealed.detailsSealed))).toEqual({ sortCode: '089999', accountNumber: '66374958' });
});

test('an account that cannot exist is refused before anything is stored', () => {
  const seal = jest.fn();
  expect(prepareBankDetails(impossible, { seal })).toMatchObject({
    code: 'BANK_DETAILS_IMPOSSIBLE',
    field: '/accountNumber',
  });
  expect(seal).not.toHaveBeenCalled();
});

test('a sort code that Vocalink does not list cannot be checked, and is taken', () => {
  expect(bankDetailsRefusal({ ...sound, sortCode: '00-00-01' })).toBeUndefined();
});

test('everything wrong with the form is said at once, without what was typed', () => {
  const refusal = bankDetailsRefusal({ accountName: ' ', sortCode: '1234', accountNumber: '1234567' });
  expect([refusal?.code, ...(refusal?.also ?? []).map(({ code }) => code)]).toEqual([
    'ACCOUNT_NAME_MISSING',
    'SORT_CODE_MALFORMED',
    'ACCOUNT_NUMBER_MALFORMED',
  ]);
  expect(JSON.stringify(refusal)).not.toMatch(/1234/);
});

test('the body has these fields and no other', () => {
  expect(bankDetails.safeParse(sound).success).toBe(true);
  expect(bankDetails.safeParse({ ...sound, iban: 'GB00' }).success).toBe(false);
  expect(bankDetails.safeParse({ ...sound, accountNumber: 66374958 }).success).toBe(false);
});
