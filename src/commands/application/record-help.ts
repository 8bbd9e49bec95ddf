import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { ownerRefusal } from '../people/owner';
import { helpersOf } from './helpers-of';

/** Who helped the group to write its application. */
export interface RecordHelpBody {
  readonly officerId: string;
}

/** Notes that an officer helped to write the application: they neither assess nor decide it from then on. @refusal HELPER_NOT_OFFICER */
export const recordHelp = defineCommand<RecordHelpBody, 'grant'>('grant', 'recordHelp', async (c) => {
  const { tx, tenantId, subjectId, row, body } = c;
  const notOfficer = await ownerRefusal(tx, { tenantId, ownerId: body.officerId, potId: row.pot_id });
  if (notOfficer !== undefined) return refuse('HELPER_NOT_OFFICER', { field: '/officerId' });
  const helpers = await helpersOf(tx, tenantId, subjectId);
  return {
    set: { helped_by: row.helped_by ?? body.officerId },
    event: { after: { officerId: body.officerId } },
    duties: helpers.includes(body.officerId) ? [] : [{ duty: 'helped write', personId: body.officerId }],
  };
});
