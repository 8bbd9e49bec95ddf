import type { Role } from '../lives/roles';

/** The two sides of a grant's thread of messages: who acts for its group, and who looks after it. */
export type Side = 'group' | 'staff';

/** The roles that write for the group. */
const forGroup: readonly Role[] = ['applicant', 'budget_holder'];

/** Whom messages from a group wait for: once one of them has read a message, it waits no more. */
export const answering: readonly Role[] = ['grants_officer', 'fund_manager'];

/** The side that somebody with these roles for a grant writes on: for the group, if they act for it at all. */
export function sideOf(roles: readonly Role[]): Side {
  return roles.some((role) => forGroup.includes(role)) ? 'group' : 'staff';
}
