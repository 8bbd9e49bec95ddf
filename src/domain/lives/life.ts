import { refuse, type Refusal } from '../refusal';
import type { Role } from './roles';

/** Who can send a command: somebody with a role, or the engine when an instant comes or another subject has moved. */
export type Sender = Role | 'engine';

/** The state of a subject that does not exist yet: the only one that a creating command starts from. */
export const absent = 'absent';

/** One row of a life-cycle table: from which states a command is taken, where it may lead, who may send it, what is then announced. */
export interface Step<S extends string> {
  readonly from: readonly (S | typeof absent)[];
  /** Where it leads; several where its effect decides; none where the state stays. */
  readonly to?: readonly S[];
  readonly by: readonly Sender[];
  /** In the past tense, as the timeline has it. */
  readonly event: string;
  /** Refused while the grant is on hold. */
  readonly stopsOnHold?: true;
}

/** A subject's whole life as a table. The API documents it, pages offer by it, the matrix test walks it. */
export type Life<S extends string> = Readonly<Record<string, Step<S>>>;

/** Where a subject is, and who asks. */
export interface Asked {
  readonly subject: string;
  readonly state: string;
  readonly onHold: boolean;
  readonly senders: readonly Sender[];
}

/**
 * Whether a command is taken here and from these senders.
 * @returns the step, or the refusal: `NOT_YOURS_TO_DO`, `TRANSITION_NOT_ALLOWED` (with the state and what is allowed) or `ON_HOLD`.
 */
export function decideTransition(
  life: Life<string>,
  command: string,
  asked: Asked,
): { step: Step<string> } | { refusal: Refusal } {
  const step = life[command];
  if (step === undefined) throw new Error(`no such command in this life: ${command}`);
  if (!step.by.some((sender) => asked.senders.includes(sender))) {
    return {
      refusal: refuse('NOT_YOURS_TO_DO', {
        facts: { command, needs: step.by.filter((sender) => sender !== 'engine') },
      }),
    };
  }
  if (!step.from.includes(asked.state)) {
    return {
      refusal: refuse('TRANSITION_NOT_ALLOWED', {
        facts: { subject: asked.subject, state: asked.state, command, allowed: allowedCommands(life, asked) },
      }),
    };
  }
  if (asked.onHold && step.stopsOnHold === true)
    return { refusal: refuse('ON_HOLD', { facts: { subject: asked.subject } }) };
  return { step };
}

/** The commands that these senders may give in this state; what a page offers. The engine's own are never offered. */
export function allowedCommands(life: Life<string>, asked: Asked): readonly string[] {
  return Object.entries(life)
    .filter(([, step]) => step.from.includes(asked.state))
    .filter(([, step]) => !(asked.onHold && step.stopsOnHold === true))
    .filter(([, step]) => step.by.some((sender) => sender !== 'engine' && asked.senders.includes(sender)))
    .map(([command]) => command);
}
