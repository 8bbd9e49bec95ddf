import { peopleOfParty } from '../readings/people-of-party';
import type { GrantContext } from './grant-context';

/** The people of the group, whom mails about its grant go to. */
export function groupOf({
  tx,
  tenantId,
  row,
}: Pick<GrantContext, 'tx' | 'tenantId' | 'row'>): Promise<readonly string[]> {
  return peopleOfParty(tx, tenantId, row.party_id);
}
