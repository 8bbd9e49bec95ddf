import { v7 as newId } from 'uuid';
import type { NeedKind } from '../../domain/purchases/services';
import { defineCommand } from '../apply/definition';

/** What was needed where; never for whom. */
export interface LogUnmetNeedBody {
  readonly need: NeedKind;
  readonly area: string;
}

/** A budget holder, or an officer who was asked, found nobody who offers what a client needs. It is counted, and tells whoever plans services what is missing. */
export const logUnmetNeed = defineCommand<LogUnmetNeedBody, 'party'>('party', 'logUnmetNeed', async (c) => {
  const { tx, tenantId, subjectId, actorId, body, at } = c;
  if (actorId === null) throw new Error('a need is logged by somebody');
  const row = {
    tenant_id: tenantId,
    id: newId(),
    party_id: subjectId,
    need: body.need,
    area: body.area,
    logged_by: actorId,
    logged_at: at,
    command_id: c.commandId,
  };
  return {
    writes: [tx.insertInto('unmet_need').values(row).compile()],
    event: { audience: 'staff', after: { need: body.need } },
  };
});
