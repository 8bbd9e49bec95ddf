import type { Tx } from '../../../db/client';
import type { Instant } from '../../domain/calendar/calendar';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { peopleOfMeeting } from './people-of-meeting';

/** Why there will be no such meeting. */
export interface CallOffMeetingBody {
  readonly reason: string;
}

/**
 * Calls off a meeting that was not held, and tells the panel and the owners of the applications that were on its table: those lie before the
 * pot's next meeting. @refusal MEETING_BEGUN
 */
export const callOffMeeting = defineCommand<CallOffMeetingBody, 'meeting'>('meeting', 'callOffMeeting', async (c) => {
  const { tx, tenantId, row, actorId } = c;
  if (row.chair_id !== null) return refuse('MEETING_BEGUN');
  const startsAt = row.starts_at as Instant;
  const [{ personIds, waiting }, nextAt] = await Promise.all([
    peopleOfMeeting(tx, tenantId, { potId: row.pot_id, actorId }),
    nextMeeting(tx, tenantId, { id: row.id, potId: row.pot_id, after: c.at }),
  ]);
  return {
    to: 'called_off',
    event: { after: { startsAt, waiting }, text: c.body.reason },
    mails: personIds.map((to) => ({ template: 'meeting-called-off', to, facts: { startsAt, waiting, nextAt } })),
  };
});

/** When the pot's next other meeting is that is planned; null where there is none. */
async function nextMeeting(
  tx: Tx,
  tenantId: string,
  { id, potId, after }: { readonly id: string; readonly potId: string; readonly after: Instant },
): Promise<string | null> {
  const next = await tx
    .selectFrom('meeting')
    .select('starts_at')
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', potId)
    .where('state', '=', 'planned')
    .where('id', '<>', id)
    .where('starts_at', '>', after)
    .orderBy('starts_at')
    .limit(1)
    .executeTakeFirst();
  return next?.starts_at ?? null;
}
