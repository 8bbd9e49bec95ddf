import { z } from 'zod';
import type { BeginDecidingBody } from '../../commands/rounds/begin-deciding';
import type { CancelRoundBody } from '../../commands/rounds/cancel-round';
import type { CompleteRoundBody } from '../../commands/rounds/complete-round';
import type { ExtendRoundBody } from '../../commands/rounds/extend-round';
import type { PlanRoundBody } from '../../commands/rounds/plan-round';
import type { ReassignRoundBody } from '../../commands/rounds/reassign-round';
import { id, moment, name, nothing, words } from './fields';

/** Body of `planRound`. */
export const planRoundBody: z.ZodType<PlanRoundBody> = z.strictObject({
  potId: id,
  name,
  opensAt: moment,
  closesAt: moment,
  decideBy: moment,
  ownerId: id.optional(),
});

/** Body of `beginDeciding`. */
export const beginDecidingBody: z.ZodType<BeginDecidingBody> = nothing;

/** Body of `completeRound`. */
export const completeRoundBody: z.ZodType<CompleteRoundBody> = nothing;

/** Body of `cancelRound`. */
export const cancelRoundBody: z.ZodType<CancelRoundBody> = z.strictObject({ reason: words });

/** Body of `extendRound`. */
export const extendRoundBody: z.ZodType<ExtendRoundBody> = z.strictObject({
  which: z.enum(['closesAt', 'decideBy']),
  to: moment,
  reason: words.optional(),
});

/** Body of `reassignRound`. */
export const reassignRoundBody: z.ZodType<ReassignRoundBody> = z.strictObject({ ownerId: id });
