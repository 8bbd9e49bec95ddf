import { fundLife, meetingLife, organisationLife, partyLife, personLife, potLife } from './clockless-lives';
import { grantLife } from './grant-life';
import type { Life } from './life';
import { paymentRunLife } from './payment-run-life';
import { purchaseLife } from './purchase-life';
import type { Role } from './roles';
import { roundLife } from './round-life';

/** Every subject's life-cycle table. Together they are the one table of who may do what, when. */
export const lives = {
  grant: grantLife,
  purchase: purchaseLife,
  payment_run: paymentRunLife,
  round: roundLife,
  fund: fundLife,
  pot: potLife,
  meeting: meetingLife,
  party: partyLife,
  person: personLife,
  organisation: organisationLife,
} as const;

type Lives = typeof lives;

/** The name of a command; each belongs to one kind of subject. */
export type CommandName = { [S in keyof Lives]: keyof Lives[S] }[keyof Lives];

const subjectByCommand = new Map(
  Object.entries(lives).flatMap(([subject, life]) =>
    Object.keys(life).map((command) => [command, subject as keyof Lives] as const),
  ),
);

/** The kind of subject that a command is about. @throws RangeError for a name that no life has. */
export function subjectOfCommand(command: string): keyof Lives {
  const subject = subjectByCommand.get(command);
  if (subject === undefined) throw new RangeError('no such command');
  return subject;
}

/** The roles that may send a command, by the table of its subject's life; none for the engine's own. */
export function rolesFor(command: CommandName): readonly Role[] {
  const by = lifeOf(subjectOfCommand(command))[command]?.by ?? [];
  return by.filter((sender): sender is Role => sender !== 'engine');
}

/** The life-cycle table of a kind of subject. */
export function lifeOf(subject: keyof Lives): Life<string> {
  return lives[subject];
}

/** Whether a command is a subject's first: until then nothing waits for an instant of it. */
export function isFirst(command: CommandName): boolean {
  return lifeOf(subjectOfCommand(command))[command]?.from.some((state) => beforeItsLife.includes(state)) ?? false;
}

const beforeItsLife: readonly string[] = ['absent', 'draft'];
