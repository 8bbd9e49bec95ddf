import { decisionDeadline } from '../../domain/application/application-deadlines';
import { arm, disarm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { tellOwner } from './tell';
import { policyOf, standingStill, type WithReason } from '../grant/grant-context';

/** Why the group asks that a refusal is looked at again. */
export type AppealBody = WithReason;

/** Takes a refused application back to be decided once more, by others than before. @refusal REFUSAL_FINAL */
export const appeal = defineCommand<AppealBody, 'grant'>('grant', 'appeal', async (c) => {
  if (c.row.final) return refuse('REFUSAL_FINAL');
  const decision = decisionDeadline(policyOf(c), standingStill(c), c.at);
  return {
    to: 'assessing',
    set: { appealed: true },
    deadlines: arm(disarm(c.deadlines, 'appeal'), decision),
    event: { after: { decideBy: decision.at }, text: c.body.reason },
    mails: tellOwner(c, 'appeal-made', { decideBy: decision.at }),
  };
});
