import { defineCommand } from '../apply/definition';

/**
 * Its grant is released from a hold. The dates were moved with the release; this has the purchase's run learn of them, which knew of
 * none while the hold lasted.
 */
export const noteRelease = defineCommand<object, 'purchase'>('purchase', 'noteRelease', () => Promise.resolve({}));
