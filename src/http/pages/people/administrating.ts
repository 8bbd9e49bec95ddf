import { personLife } from '../../../domain/lives/clockless-lives';
import type { Role } from '../../../domain/lives/roles';

/** Who may add people and give roles. */
export const administrating: readonly Role[] = personLife.addPerson.by;
