import type { GrantListed } from '../../../../../db/queries/grants/grants';
import type { GrantStage } from '../../../../domain/lives/grant-life';
import { rolesReaching, type Role, type Scope } from '../../../../domain/lives/roles';
import { statusOfStage, type Status, type StatusMeaning } from '../../../../domain/words/status';
import type { PageContext } from '../../frame/page';
import { standingOf, type GrantData } from './data';

type Turn = GrantData['grant']['next']['of'];

/** Who of the organisation has it, by role. What is for the officer is for the one who owns the grant. */
const rolesWithIt: Readonly<Partial<Record<Turn, readonly Role[]>>> = {
  panel: ['panel_member'],
  treasurer: ['payment_maker', 'payment_authoriser'],
  manager: ['fund_manager'],
};

/** What is told of a grant, as far as it says whose turn it is. */
interface Told<Shown extends Colour> {
  readonly status: Shown;
  readonly of: Turn;
  readonly owner: { readonly id: string } | null;
  readonly scope: Scope;
}

interface Colour {
  readonly meaning: StatusMeaning;
}

/** A status with the colour of whose turn it is for whoever looks. Done, late and over are so for everybody. */
function inOnesColour<Shown extends Colour>(
  { status, of, owner, scope }: Told<Shown>,
  { asker }: Pick<PageContext, 'asker'>,
): Shown {
  if (status.meaning !== 'yours' && status.meaning !== 'other') return status;
  const reaching = rolesReaching(asker.roles, scope).map(({ name }) => name);
  const isOnes =
    of === 'officer' && owner !== null
      ? owner.id === asker.personId
      : (of === 'officer' ? ['grants_officer' as const] : (rolesWithIt[of] ?? [])).some((role) =>
          reaching.includes(role),
        );
  return { ...status, meaning: isOnes ? 'yours' : 'other' };
}

/** A grant's status as its page has it. */
export const statusFor = (data: Pick<GrantData, 'grant'>, context: Pick<PageContext, 'asker'>): Status => {
  const { status, next, owner } = data.grant;
  return inOnesColour({ status, of: next.of, owner, scope: standingOf(data).scope }, context);
};

/** Whose turn a stage is, as far as the stage says it; nobody's of the organisation where it does not. */
const turnOfStage: Readonly<Partial<Record<GrantStage, Turn>>> = {
  submitted: 'officer',
  checking: 'officer',
  assessing: 'panel',
};

/** A grant's status as lists have it, whose lines hold no payments and no reports. */
export function statusInList(
  { stage, onHold, owner, pot }: Pick<GrantListed, 'stage' | 'onHold' | 'owner' | 'pot'>,
  context: Pick<PageContext, 'asker'>,
): Status {
  const status = statusOfStage(stage, onHold, 'staff');
  return inOnesColour(
    { status, of: turnOfStage[stage] ?? 'nobody', owner, scope: { potId: pot.id, parties: {} } },
    context,
  );
}
