import type { Tx } from '../../../db/client';
import { compareInstants, type Instant } from '../../domain/calendar/calendar';
import { deadline, type Deadline } from '../../domain/calendar/deadlines';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** The published dates of a round. */
export interface RoundDates {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly decideBy: Instant;
}

/** ROUND_DATES_OUT_OF_ORDER or ROUND_CLOSES_IN_THE_PAST, pointing at the date that is to blame. */
export function roundDatesRefusal({ opensAt, closesAt, decideBy }: RoundDates, now: Instant): Refusal | undefined {
  if (compareInstants(opensAt, closesAt) >= 0) return refuse('ROUND_DATES_OUT_OF_ORDER', { field: '/closesAt' });
  if (compareInstants(closesAt, decideBy) > 0) return refuse('ROUND_DATES_OUT_OF_ORDER', { field: '/decideBy' });
  return compareInstants(closesAt, now) <= 0 ? refuse('ROUND_CLOSES_IN_THE_PAST', { field: '/closesAt' }) : undefined;
}

/**
 * ROUND_OVERLAPS when another round of the pot takes applications between these instants. Holds the pot, so that of two rounds
 * planned at once the second sees the first.
 */
export async function overlapRefusal(
  tx: Tx,
  { tenantId, potId, except }: { readonly tenantId: string; readonly potId: string; readonly except: string },
  { opensAt, closesAt }: Pick<RoundDates, 'opensAt' | 'closesAt'>,
  field: string,
): Promise<Refusal | undefined> {
  await tx
    .selectFrom('pot')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', potId)
    .forNoKeyUpdate()
    .execute();
  const other = await tx
    .selectFrom('round')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', potId)
    .where('id', '<>', except)
    .where('state', '<>', 'cancelled')
    .where('opens_at', '<', closesAt)
    .where('closes_at', '>', opensAt)
    .executeTakeFirst();
  return other === undefined ? undefined : refuse('ROUND_OVERLAPS', { field, facts: { roundId: other.id } });
}

/** When the round opens; one in the past falls due at once. */
export function opening(opensAt: Instant, now: Instant): Deadline {
  return deadline('open', opensAt, { then: 'openRound' }, now);
}

/** When it closes to applications. */
export function closing(closesAt: Instant, now: Instant): Deadline {
  return deadline('close', closesAt, { then: 'closeRound' }, now);
}

/** When all should be decided; armed only when the round has closed, since it may be the same instant. */
export function deciding(decideBy: Instant, now: Instant): Deadline {
  return deadline('decide', decideBy, { then: 'chaseRoundDecision' }, now);
}
