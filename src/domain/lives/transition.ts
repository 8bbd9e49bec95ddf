import { refuse, type Refusal } from '../refusals/refusal';
import type { Life, Sender, Step } from './life';

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
