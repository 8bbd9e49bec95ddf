import { sql, type RawBuilder } from 'kysely';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';

/** An award as JSON gives it: what counts against its group's cap. */
export interface CappingAward {
  readonly decidedOn: CalendarDate;
  readonly amountPence: number;
  readonly cameBackPence: number;
}

/** In SQL: all that a group was ever awarded, over all pots. */
export const cappingAwards = (tenantId: RawBuilder<unknown>, partyId: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select coalesce(json_agg(json_build_object('decidedOn', w.decided_on, 'amountPence', w.awarded_pence, 'cameBackPence', w.came_back_pence)), '[]'::json)
  from award w where w.tenant_id = ${tenantId} and w.party_id = ${partyId})`;
