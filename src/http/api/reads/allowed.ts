import type { HeldRole, Scope } from '../../../domain/lives/roles';
import { rolesReaching } from '../../../domain/lives/roles';
import { lifeOf, type lives } from '../../../domain/lives';
import { allowedCommands } from '../../../domain/lives/transition';

/** The commands that somebody may give now, by their operation ids: by the state, a hold, and the roles that reach the subject. */
export function allowedTo(
  roles: readonly HeldRole[],
  subject: keyof typeof lives,
  { state, onHold = false, scope }: { readonly state: string; readonly onHold?: boolean; readonly scope: Scope },
): string[] {
  const senders = rolesReaching(roles, scope).map((role) => role.name);
  // Both are taken in the same stages; which of them makes sense is said by the hold itself.
  const pointless = onHold ? 'hold' : 'release';
  return allowedCommands(lifeOf(subject), { subject, state, onHold, senders }).filter(
    (command) => command !== pointless,
  );
}
