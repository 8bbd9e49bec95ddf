import { defineCommand } from '../apply/definition';
import type { WithReason } from '../grant/grant-context';
import { assessor } from './assessor';
import { tellGroup } from './tell';

/** Why the pot cannot give to this application. */
export type DeclareIneligibleBody = WithReason;

/** Ends an application that the pot's rules leave no room for. @refusal SAME_PERSON, CONNECTED_PERSON */
export const declareIneligible = defineCommand<DeclareIneligibleBody, 'grant'>(
  'grant',
  'declareIneligible',
  async (c) => {
    const { personId, refusal } = await assessor(c);
    if (refusal !== undefined) return refusal;
    return {
      to: 'ineligible',
      set: { paused_since: null },
      event: { before: { state: c.row.stage }, text: c.body.reason },
      mails: await tellGroup(c, 'application-ineligible'),
      duties: [{ duty: 'assessed', personId }],
    };
  },
);
