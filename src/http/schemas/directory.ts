import { z } from 'zod';
import type { AddServiceBody } from '../../commands/directory/add-service';
import type { ConfirmServiceBody } from '../../commands/directory/confirm-service';
import type { LogUnmetNeedBody } from '../../commands/directory/log-unmet-need';
import type { WithdrawServiceBody } from '../../commands/directory/withdraw-service';
import { MICRO_GRANT_CEILING, pence } from '../../domain/money/money';
import { needKinds } from '../../domain/purchases/services';
import { day, id, name } from './fields';

const need = z.enum(needKinds);
const area = z.string().trim().min(1).max(100);
const price = z.int().min(1).max(MICRO_GRANT_CEILING).transform(pence).describe('Including VAT.');

/** Body of `addService`. */
export const addServiceBody: z.ZodType<AddServiceBody> = z.strictObject({
  need,
  name,
  pricePence: price,
  area,
  whoFor: z.string().trim().min(1).max(500).optional().describe('Who can use it, where not everybody can.'),
  nextFreeOn: day.optional(),
});

/** Body of `confirmService`. */
export const confirmServiceBody: z.ZodType<ConfirmServiceBody> = z.strictObject({
  serviceId: id,
  pricePence: price,
  nextFreeOn: day.optional().describe('Left out where nobody knows.'),
});

/** Body of `withdrawService`. */
export const withdrawServiceBody: z.ZodType<WithdrawServiceBody> = z.strictObject({ serviceId: id });

/** Body of `logUnmetNeed`. */
export const logUnmetNeedBody: z.ZodType<LogUnmetNeedBody> = z.strictObject({ need, area });
