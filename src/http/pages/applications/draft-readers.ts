import { type HeldRole, type Role, rolesReaching, type Scope } from '../../../domain/lives/roles';

/** Who of the staff reads what was said of a draft. */
export const draftReaders: readonly Role[] = ['grants_officer', 'fund_manager'];

/** Whether somebody may read what was said of a draft of this pot and group, so that only they are led there. */
export const mayReadDraft = ({ roles }: { readonly roles: readonly HeldRole[] }, scope: Scope): boolean =>
  rolesReaching(roles, scope).some(({ name }) => draftReaders.includes(name));
