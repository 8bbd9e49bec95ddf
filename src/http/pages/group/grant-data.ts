import { findGrant, type GrantFound } from '../../../../db/queries/grant';
import { isId } from '../../../contracts/ids';
import { answerGrant } from '../../api/reads/grant-answer';
import type { Told } from '../../api/read-route';
import type { grantAnswer } from '../../schemas/reads/grants';
import type { StandingNow } from '../frame/command-form';
import type { PageContext } from '../frame/page';

/** A grant as its group is told of it. */
export type GroupGrant = Told<typeof grantAnswer> & Pick<GrantFound, 'now' | 'policy' | 'help'>;

/** A grant in the words for its group. */
export const toldToGroup = (found: GrantFound, { asker }: Pick<PageContext, 'asker'>): GroupGrant => ({
  ...answerGrant(found, asker.roles),
  now: found.now,
  policy: found.policy,
  help: found.help,
});

/** The grant of the address for those who act for its group; undefined for everybody else, also for staff, who have pages of their own. */
export async function loadGrant(context: PageContext): Promise<GroupGrant | undefined> {
  const { parts, asker, params } = context;
  const id = params['id'] ?? '';
  const found = isId(id) ? await findGrant(parts.reading.db, asker, id) : undefined;
  return found?.closeness === 'group' ? toldToGroup(found, context) : undefined;
}

/** How a grant stands, for the forms of its pages. */
export const standingOf = ({ stage, onHold, pot, party }: GroupGrant): StandingNow => ({
  state: stage,
  onHold,
  scope: { potId: pot.id, parties: { applicant: party.id, budget_holder: party.id } },
});
