import type { CompiledQuery } from 'kysely';
import type { Transfer } from '../../domain/money/accounts';
import type { Deadline } from '../../domain/calendar/deadlines';
import type { Pence } from '../../domain/money/money';
import type { Refusal } from '../../domain/refusals/refusal';
import type { CommandName } from '../../domain/lives';
import type { SubjectType } from '../../contracts/ids';
import type { MailTemplate } from '../../contracts/mail-templates';

/** Ids, dates, sums and states by name: what an event or a result may hold. Never a name, an address or free text. */
export type Plain = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Who may see an event on the timeline. */
export type Audience = 'everyone' | 'staff' | 'managers';

/** What an event adds to the step's own name: state before and after, and the words that go with it. */
export interface EventDetail {
  /** What happened instead of what the step is for, where that did not come about. */
  readonly type?: string;
  readonly before?: Plain;
  readonly after?: Plain;
  /** Free text, such as a reason; kept apart, so that it can be erased. */
  readonly text?: string;
  readonly audience?: Audience;
  /** Who did it, where the engine only notes what somebody has done. */
  readonly actorId?: string;
  /** Whom it happened to, where that is not the command's own subject. */
  readonly subject?: { readonly type: SubjectType; readonly id: string };
}

/** An event on another subject than the command's own, or a second one on it. */
export interface FurtherEvent extends EventDetail {
  readonly type: string;
  /** Whose timeline it belongs to; by default the command's own grant. */
  readonly grantId?: string;
}

/** A mail to one person, or to somebody without an account; its words are put together when it is sent. */
export interface Mail {
  readonly template: MailTemplate;
  /** The person. */
  readonly to?: string;
  /** Instead of a person: the id of what somebody without an account is asked to confirm. */
  readonly toCorrespondent?: string;
  readonly facts?: Plain;
}

/** A command for another subject: stored in the same transaction, delivered by the relay, the engine's own. */
export interface FollowUp {
  readonly command: CommandName;
  readonly subjectId: string;
  readonly body?: Plain;
  /** Makes it one command however often it is asked for. */
  readonly key: string;
}

/** That somebody did what segregation of duties looks at later. */
export interface DutyDone {
  readonly duty: string;
  readonly personId: string;
  readonly subject?: { readonly type: SubjectType; readonly id: string };
}

/**
 * All that a command does when it is taken, as data. The engine writes it in one flight with the commit: transfers in a statement of
 * their own, after everything else in one. Nothing here is written by the effect itself, so a refusal has nothing to undo.
 */
export interface Change {
  /** The new state; left out where the state stays. */
  readonly to?: string;
  /** The subject's new row, for a command that creates it, without its tenant, id, state, version and deadlines. */
  readonly create?: Readonly<Record<string, unknown>>;
  /** Columns of the subject's own row. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** All deadlines as they are from now on; left out where they stay. */
  readonly deadlines?: readonly Deadline[];
  /** Whether its life is over, where that does not follow from the state. */
  readonly final?: boolean;
  /** Rows of the subject's own children: any insert or update, each of rows that no other write here touches. */
  readonly writes?: readonly CompiledQuery[];
  readonly transfers?: readonly Transfer[];
  /** The refusal when an account holds too little; gets what is left in it. Without it, too little is a bug. */
  readonly ifShort?: (left: Pence, code: string) => Refusal;
  readonly event?: EventDetail;
  readonly furtherEvents?: readonly FurtherEvent[];
  readonly mails?: readonly Mail[];
  readonly followUps?: readonly FollowUp[];
  readonly duties?: readonly DutyDone[];
  /** What the sender is told besides where the subject stands: ids, references, dates. */
  readonly result?: Plain;
}

/** Whether an effect refused. */
export function isRefusal(answer: Change | Refusal): answer is Refusal {
  return 'code' in answer && 'detail' in answer;
}
