import { rolesReaching, type Role } from '../../../../domain/lives/roles';
import type { Status } from '../../../../domain/words/status';
import type { PageContext } from '../../frame/page';
import { standingOf, type GrantData } from './data';

type Turn = GrantData['grant']['next']['of'];

/** Who of the organisation has it, by role. What is for the officer is for the one who owns the grant. */
const rolesWithIt: Readonly<Partial<Record<Turn, readonly Role[]>>> = {
  panel: ['panel_member'],
  treasurer: ['payment_maker', 'payment_authoriser'],
  manager: ['fund_manager'],
};

/** Whether the next step is for whoever looks. */
function isOnesTurn(data: Pick<GrantData, 'grant'>, { asker }: Pick<PageContext, 'asker'>): boolean {
  const { next, owner } = data.grant;
  const reaching = rolesReaching(asker.roles, standingOf(data).scope).map(({ name }) => name);
  if (next.of === 'officer') return owner === null ? reaching.includes('grants_officer') : owner.id === asker.personId;
  return (rolesWithIt[next.of] ?? []).some((role) => reaching.includes(role));
}

/** A grant's status with the colour of whose turn it is for whoever looks. Done, late and over are so for everybody. */
export const statusFor = (data: Pick<GrantData, 'grant'>, context: Pick<PageContext, 'asker'>): Status => {
  const { status } = data.grant;
  if (status.meaning !== 'yours' && status.meaning !== 'other') return status;
  return { ...status, meaning: isOnesTurn(data, context) ? 'yours' : 'other' };
};
