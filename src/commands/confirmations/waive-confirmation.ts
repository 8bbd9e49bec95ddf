import { refuse } from '../../domain/refusals/refusal';
import { assessor } from '../application/assessor';
import { defineCommand } from '../apply/definition';
import { confirmationsOf } from './read-confirmations';

/** Which confirmation is done without, and why. */
export interface WaiveConfirmationBody {
  readonly confirmationId: string;
  readonly reason: string;
}

/**
 * Goes on without a confirmation. Who wrote an application down for its group cannot do without the group's own word. @refusal CONFIRMATION_UNKNOWN,
 * CONFIRMATION_SETTLED, SAME_PERSON, CONNECTED_PERSON
 */
export const waiveConfirmation = defineCommand<WaiveConfirmationBody, 'grant'>(
  'grant',
  'waiveConfirmation',
  async (c) => {
    const { tx, tenantId, at, body } = c;
    const [{ personId, refusal }, confirmations] = await Promise.all([assessor(c), confirmationsOf(c)]);
    const known = confirmations.find(({ id }) => id === body.confirmationId);
    if (known === undefined) return refuse('CONFIRMATION_UNKNOWN', { field: '/confirmationId' });
    if (refusal !== undefined) return refusal;
    if (known.state !== 'asked' && known.state !== 'denied') return refuse('CONFIRMATION_SETTLED');
    return {
      writes: [
        tx
          .updateTable('confirmation')
          .set({ state: 'waived', settled_at: at, waived_by: personId })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', known.id)
          .compile(),
      ],
      event: { audience: 'staff', text: body.reason, after: { confirmationId: known.id, kind: known.kind } },
    };
  },
);
