import { decideTransition } from '../../../domain/lives/transition';
import { lifeOf, subjectOfCommand, type CommandName } from '../../../domain/lives';
import { rolesReaching, type Scope } from '../../../domain/lives/roles';
import type { Refusal } from '../../../domain/refusals/refusal';
import { needsFreshSignIn } from '../../../domain/people/signing-in';
import type { Fields } from '../form/field';
import type { Sender } from '../../perform-command';
import type { CommandOutcome } from '../../../contracts/runs';
import type { Acted, Form, PageContext, Seen, Sent } from './page';

/** How a subject stands: what the life-cycle table is asked with. */
export interface StandingNow {
  readonly state: string;
  readonly onHold?: boolean;
  readonly scope: Scope;
}

/** What came of a command that was applied, or is still worked on. */
export interface Done {
  readonly subjectId: string;
  readonly result: NonNullable<CommandOutcome['result']>;
}

interface CommandFormOptions<Data> {
  readonly command: CommandName;
  readonly fields: Fields | ((data: Data, context: PageContext) => Fields);
  readonly initial?: (data: Data, context: PageContext) => unknown;
  /** The subject's id; without it the `id` of the address. Not asked for a command that creates its subject. */
  readonly subjectId?: (data: Data, context: PageContext) => string;
  /** How the subject stands, so that the form is offered only where the life-cycle table would take it. */
  readonly standing?: (data: Data, context: PageContext) => StandingNow;
  /** What else keeps it from being offered, beyond the table: segregation, limits. */
  readonly refusal?: (data: Data, context: PageContext) => Refusal | undefined;
  /** The command's body, where it is not what the fields' pointers say. */
  readonly body?: (body: Sent['body'], data: Data, context: PageContext, sent: Sent) => unknown;
  /** Where on this form a refusal's field is, for a body that is not what the fields' pointers say. */
  readonly placeOf?: (pointer: string, sent: Sent, data: Data) => string;
  /** How it is known that somebody else changed the subject meanwhile. */
  readonly seen?: Seen<Data>;
  /** What to show before it is sent: for what cannot be undone. Undefined when it was shown and confirmed. */
  readonly preview?: (sent: Sent, data: Data, context: PageContext) => Acted | undefined;
  /** Who sends it, where that is not who has signed in but whom a link was made for. */
  readonly sender?: (data: Data, context: PageContext) => Sender;
  /** Where to go when it is done. */
  readonly done: (done: Done, context: PageContext, data: Data) => string;
}

/** A form that sends one command, offered by the same table that decides whether it is taken. */
export function commandForm<Data = undefined>(options: CommandFormOptions<Data>): Form<Data> {
  const { command, standing, refusal, body, subjectId } = options;
  return {
    fields: options.fields,
    needsFresh: needsFreshSignIn(command),
    ...(options.initial === undefined ? {} : { initial: options.initial }),
    refusal: (data, context) => {
      const now = standing?.(data, context);
      const byTable =
        now === undefined
          ? undefined
          : refusalByTable(command, now, { asker: options.sender?.(data, context) ?? context.asker });
      return byTable ?? refusal?.(data, context);
    },
    ...(options.seen === undefined ? {} : { seen: options.seen }),
    act: async (sent, data, context) => {
      const first = options.preview?.(sent, data, context);
      if (first !== undefined) return first;
      const asked = {
        subjectId: subjectId?.(data, context) ?? context.params['id'] ?? '',
        idempotencyKey: sent.key,
        body: body === undefined ? sent.body : body(sent.body, data, context, sent),
      };
      const performed = await context.perform(command, asked, options.sender?.(data, context));
      const { problem } = performed;
      if (problem !== undefined) {
        const errors = (problem.errors ?? []).map((one) => ({
          ...one,
          pointer: options.placeOf?.(one.pointer, sent, data) ?? one.pointer,
        }));
        return { problem: { ...problem, errors } };
      }
      const done = { subjectId: performed.stored.subjectId, result: performed.outcome?.result ?? {} };
      const goTo = options.done(done, context, data);
      return performed.outcome === undefined ? { waitFor: performed.stored.commandId, goTo } : { goTo };
    },
  };
}

/** Why the life-cycle table takes no such command from whoever looks, if so: NOT_YOURS_TO_DO, TRANSITION_NOT_ALLOWED, ON_HOLD. */
export function refusalByTable(
  command: CommandName,
  now: StandingNow,
  { asker }: Pick<PageContext, 'asker'>,
): Refusal | undefined {
  const subject = subjectOfCommand(command);
  const senders = rolesReaching(asker.roles, now.scope).map(({ name }) => name);
  const asked = { subject, state: now.state, onHold: now.onHold ?? false, senders };
  const decided = decideTransition(lifeOf(subject), command, asked);
  return 'refusal' in decided ? decided.refusal : undefined;
}
