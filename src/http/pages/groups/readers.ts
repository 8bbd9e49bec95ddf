import type { Role } from '../../../domain/lives/roles';

/** Who sees all that is known of a group. */
export const groupReaders: readonly Role[] = [
  'fund_manager',
  'grants_officer',
  'administrator',
  'independent_examiner',
];
