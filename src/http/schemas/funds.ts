import { z } from 'zod';
import type { CloseFundBody } from '../../commands/funds/close-fund';
import type { ExpectInstalmentBody } from '../../commands/funds/expect-instalment';
import type { OpenFundBody } from '../../commands/funds/open-fund';
import { day, id, name, nothing, penceOverZero } from './fields';

/** Body of `openFund`. */
export const openFundBody: z.ZodType<OpenFundBody> = z.strictObject({
  name,
  funderId: id,
  ownerId: id,
  spendBy: day.optional(),
});

/** Body of `expectInstalment`. */
export const expectInstalmentBody: z.ZodType<ExpectInstalmentBody> = z.strictObject({
  potId: id,
  amountPence: penceOverZero,
  expectedOn: day,
});

/** Body of `closeFund`. */
export const closeFundBody: z.ZodType<CloseFundBody> = nothing;
