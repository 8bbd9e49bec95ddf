/**
 * The form of UK bank details. Whether such an account can exist (the modulus check) is asked elsewhere, by Vocalink's
 * published tables.
 */
import { type Refusal, refuse } from '../refusals/refusal';

/** Bank details as somebody typed them. */
export interface TypedBankDetails {
  readonly accountName: string;
  readonly sortCode: string;
  readonly accountNumber: string;
}

/** Bank details in the one form that is kept: name without stray spaces, 6 digits, 8 digits. */
export interface BankDetails {
  readonly accountName: string;
  readonly sortCode: string;
  readonly accountNumber: string;
}

/** People write digits in groups, with spaces, hyphens or dashes between them. */
const digitsOf = (typed: string): string => typed.replace(/[\s\u002D\u2010-\u2015]/g, '');

const isNumber = (digits: string, length: number): boolean =>
  /^\d+$/.test(digits) && digits.length === length && /[1-9]/.test(digits);

/** The details in the form that is kept, whether or not they are right; ask `bankDetailsRefusals` first. */
export function normaliseBankDetails(typed: TypedBankDetails): BankDetails {
  return {
    accountName: typed.accountName.trim().replace(/\s+/g, ' '),
    sortCode: digitsOf(typed.sortCode),
    accountNumber: digitsOf(typed.accountNumber),
  };
}

/**
 * What is wrong with the form of bank details: no name, not 6 digits, not 8. A number of 7 digits is not padded, since a
 * digit may just as well have been left out. The refusals never repeat what was typed.
 */
export function bankDetailsRefusals(typed: TypedBankDetails): readonly Refusal[] {
  const { accountName, sortCode, accountNumber } = normaliseBankDetails(typed);
  return [
    ...(accountName === '' ? [refuse('ACCOUNT_NAME_MISSING', { field: '/accountName' })] : []),
    ...(isNumber(sortCode, 6) ? [] : [refuse('SORT_CODE_MALFORMED', { field: '/sortCode' })]),
    ...(isNumber(accountNumber, 8) ? [] : [refuse('ACCOUNT_NUMBER_MALFORMED', { field: '/accountNumber' })]),
  ];
}
