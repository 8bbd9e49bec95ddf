/**
 * What an organisation has only when it switches it on, so that a new one sees the least that it can work with: a fund, a pot and a meeting.
 * Switched off again, nothing more is done with it; what was done stays to be read.
 */
import { type Refusal, refuse } from '../refusals/refusal';

/** All that can be switched on. */
export const switches = ['online_scoring'] as const;
export type Switch = (typeof switches)[number];

interface SwitchRule {
  /** As a sentence begins with it, in a refusal. */
  readonly said: string;
  /** The commands that are refused while it is off. */
  readonly commands: readonly string[];
}

const rules: Readonly<Record<Switch, SwitchRule>> = {
  online_scoring: { said: 'Scoring applications on a page', commands: ['score'] },
};

/** SWITCHED_OFF, with what is off, for a command of something that the organisation has not switched on. */
export function switchedOffRefusal(command: string, switchedOn: readonly string[]): Refusal | undefined {
  const off = switches.find((one) => rules[one].commands.includes(command) && !switchedOn.includes(one));
  return off === undefined ? undefined : refuse('SWITCHED_OFF', { facts: { what: rules[off].said } });
}
