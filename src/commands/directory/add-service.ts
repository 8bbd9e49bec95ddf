import { v7 as newId } from 'uuid';
import type { CalendarDate } from '../../domain/calendar/calendar';
import type { Pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import type { NeedKind } from '../../domain/purchases/services';
import { defineCommand } from '../apply/definition';

/** What a provider offers. The price includes VAT. */
export interface AddServiceBody {
  readonly need: NeedKind;
  readonly name: string;
  readonly pricePence: Pence;
  readonly area: string;
  /** Who can use it, where not everybody can. */
  readonly whoFor?: string | undefined;
  readonly nextFreeOn?: CalendarDate | undefined;
}

/** Puts a service of a provider into the directory; whoever does keeps it up to date. @refusal SERVICE_NEEDS_PROVIDER */
export const addService = defineCommand<AddServiceBody, 'party'>('party', 'addService', async (c) => {
  const { tx, tenantId, subjectId: partyId, actorId, body, at } = c;
  if (actorId === null) throw new Error('a service is added by somebody');
  if (c.row.kind !== 'provider') return refuse('SERVICE_NEEDS_PROVIDER');
  const serviceId = newId();
  const row = {
    tenant_id: tenantId,
    id: serviceId,
    party_id: partyId,
    need: body.need,
    name: body.name,
    price_pence: body.pricePence,
    area: body.area,
    who_for: body.whoFor ?? null,
    next_free_on: body.nextFreeOn ?? null,
    owner_id: actorId,
    confirmed_at: at,
    added_at: at,
    command_id: c.commandId,
  };
  return {
    writes: [tx.insertInto('service').values(row).compile()],
    event: { after: { serviceId, need: body.need, pricePence: body.pricePence } },
    result: { serviceId },
  };
});
