import type { HeldRole, Role } from '../../../domain/lives/roles';

/** Who sees all that is known of a group. */
export const groupReaders: readonly Role[] = [
  'fund_manager',
  'grants_officer',
  'administrator',
  'independent_examiner',
];

/** Whether somebody may see all that is known of a group, so that only they are led there. */
export const mayReadGroups = ({ roles }: { readonly roles: readonly HeldRole[] }): boolean =>
  roles.some(({ name }) => groupReaders.includes(name));
