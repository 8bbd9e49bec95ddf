import type { HeldRole, Role } from '../../domain/lives/roles';

const forOthers: readonly Role[] = ['administrator', 'fund_manager', 'grants_officer'];

/** Whether somebody may declare connections of other people; whoever may not declares their own. */
export function mayDeclareForOthers(held: readonly HeldRole[]): boolean {
  return held.some((role) => forOthers.includes(role.name));
}
