import type { Tx } from '../../../db/client';
import type { SubjectType } from '../../contracts/ids';
import type { Instant } from '../../domain/calendar/calendar';
import type { Deadline } from '../../domain/calendar/deadlines';
import type { lives, CommandName } from '../../domain/lives';
import type { HeldRole, Scope } from '../../domain/lives/roles';
import type { Policy } from '../../domain/policy/policy';
import type { Refusal } from '../../domain/refusals/refusal';
import type { Change } from './change';
import type { VersionedPolicy } from './stored-command';
import type { SubjectRows } from './subjects';

/** What every effect is given, besides its subject. */
export interface CommandContext<Body> {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly commandId: string;
  /** When the command counts as given (UTC): when it was stored, or the due instant. Deadlines are kept by this. */
  readonly at: Instant;
  readonly body: Body;
  /** The id of the subject, also of one that is only now created. */
  readonly subjectId: string;
  /** Who asked; null for the engine. */
  readonly actorId: string | null;
  /** The actor's roles that reach this subject. */
  readonly roles: readonly HeldRole[];
  /** The subject's deadlines as they are, the step that is being taken left out. */
  readonly deadlines: readonly Deadline[];
  /** The policy that holds for the subject; null for what belongs to no pot. */
  readonly policy: Policy | null;
  /** Which version of its pot's policy that is. */
  readonly policyVersion: number | null;
  /** Whether what is sealed in a row can be opened: nobody is paid whose bank details cannot. */
  readonly canOpen: (sealed: string) => boolean;
}

/** What the effect of a command on an existing subject is given. */
export interface SubjectContext<Body, Type extends SubjectType> extends CommandContext<Body> {
  readonly row: SubjectRows[Type];
}

/** Where a subject that is only now created will belong; its own row cannot say so yet. */
export interface Place {
  readonly scope: Scope;
  readonly onHold: boolean;
  /** The policy that will hold for it. */
  readonly policy: VersionedPolicy | null;
  readonly grantId: string | null;
}

/** A command as the engine knows it. */
export interface CommandDefinition {
  readonly name: CommandName;
  readonly subject: SubjectType;
  readonly place?: (tx: Tx, tenantId: string, body: never) => Promise<Place | Refusal>;
  readonly effect: (context: never) => Promise<Change | Refusal>;
}

type CommandOf<Type extends SubjectType> = keyof (typeof lives)[Type] & CommandName;

/**
 * A command on a subject that exists. Its effect reads what its rules need, and answers with a change or a refusal; it writes
 * nothing itself. Whether the state and the sender allow the command was asked before.
 */
export function defineCommand<Body, Type extends SubjectType = SubjectType>(
  subject: Type,
  name: CommandOf<Type>,
  effect: (context: SubjectContext<Body, Type>) => Promise<Change | Refusal>,
): CommandDefinition {
  return { name, subject, effect };
}

/** A command that creates its subject. `place` says where it will belong, so that the sender's authority can be asked. */
export function defineCreation<Body, Type extends SubjectType = SubjectType>(
  subject: Type,
  name: CommandOf<Type>,
  place: (tx: Tx, tenantId: string, body: Body) => Promise<Place | Refusal>,
  effect: (context: CommandContext<Body>) => Promise<Change | Refusal>,
): CommandDefinition {
  return { name, subject, place, effect };
}

/** The place of what belongs to the tenant as a whole. */
export const tenantWide: Place = { scope: { potId: null, parties: {} }, onHold: false, policy: null, grantId: null };
