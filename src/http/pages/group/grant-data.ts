import { findGrant, type GrantFound } from '../../../../db/queries/grants/grant';
import { listMayAccept, listOwnTies, type OwnTie } from '../../../../db/queries/grants/may-accept';
import { isId } from '../../../contracts/ids';
import { mayBind } from '../../../domain/award/signatories';
import { answerGrant } from '../../api/reads/grant-answer';
import type { Told } from '../../api/read-route';
import type { grantAnswer } from '../../schemas/reads/grants/grant';
import type { StandingNow } from '../frame/command-form';
import type { PageContext } from '../frame/page';

/** A grant as its group is told of it. */
export type GroupGrant = Told<typeof grantAnswer> &
  Pick<GrantFound, 'now' | 'policy' | 'help'> & {
    /** Whether whoever looks has accepted the offer, and others of the group have not yet. */
    readonly waitsForOthers: boolean;
    /** Whether whoever looks may accept the offer for the group; not known where nothing is offered. */
    readonly mayAccept: boolean | undefined;
  };

/** Whether an offer waits to be accepted; one of less than was asked for wants a new budget first, which anybody of the group can agree. */
const isToAccept = ({ stage, award }: GrantFound): boolean => stage === 'offered' && award?.needsNewBudget === false;

/** Grants in the words for their groups. Who may accept is looked up only where something is offered. */
export async function toldToGroups(found: readonly GrantFound[], context: PageContext): Promise<readonly GroupGrant[]> {
  const offering = [...new Set(found.filter(isToAccept).map(({ party }) => party.id))];
  const ties = offering.length === 0 ? [] : await listOwnTies(context.parts.reading.db, context.asker, offering);
  return found.map((one) => toldToGroup(one, context, ties));
}

/** A grant in the words for its group. */
const toldToGroup = (found: GrantFound, { asker }: Pick<PageContext, 'asker'>, ties: readonly OwnTie[]): GroupGrant => {
  const told = answerGrant(found, asker.roles);
  const kinds: readonly string[] = mayBind({ isDrawnDown: told.award?.drawnDownByPurchases === true });
  return {
    ...told,
    mayAccept: isToAccept(found)
      ? ties.some(({ partyId, kind }) => partyId === told.party.id && kinds.includes(kind))
      : undefined,
    waitsForOthers:
      found.stage === 'offered' &&
      found.heldSince === null &&
      found.acceptances.some(({ person }) => person.id === asker.personId),
    now: found.now,
    policy: found.policy,
    help: found.help,
  };
};

/** The grant of the address for those who act for its group; undefined for everybody else, also for staff, who have pages of their own. */
export async function loadGrant(context: PageContext): Promise<GroupGrant | undefined> {
  const { parts, asker, params } = context;
  const id = params['id'] ?? '';
  const found = isId(id) ? await findGrant(parts.reading.db, asker, id) : undefined;
  return found?.closeness === 'group' ? (await toldToGroups([found], context))[0] : undefined;
}

/** How a grant stands, for the forms of its pages. */
export const standingOf = ({ stage, onHold, pot, party }: GroupGrant): StandingNow => ({
  state: stage,
  onHold,
  scope: { potId: pot.id, parties: { applicant: party.id, budget_holder: party.id } },
});

/** Who else of a group can accept its offer, by name. */
export const listOthers = (
  { parts, asker }: PageContext,
  { id, party, award }: GroupGrant,
): Promise<readonly string[]> =>
  listMayAccept(parts.reading.db, asker, {
    grantId: id,
    partyId: party.id,
    mayBind: mayBind({ isDrawnDown: award?.drawnDownByPurchases === true }),
  });
