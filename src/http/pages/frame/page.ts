import type { Look } from '../../../../db/queries/look';
import type { Asker } from '../../../../db/queries/asker';
import type { Role } from '../../../domain/lives/roles';
import type { Refusal } from '../../../domain/refusals/refusal';
import type { AppParts } from '../../parts';
import type { FieldProblem, Problem } from '../../problems';
import type { Fields } from '../form/field';
import type { ReceivedFile } from '../../uploads';
import type { AskedCommand, Performed, Sender } from '../../perform-command';
import type { CommandName } from '../../../domain/lives';
import type { Cookies } from './cookies';
import type { Session } from '../../../../db/queries/people/sessions';
import type { Visitor } from './visitor';

/** What a page is given: who looks, at what, and where to look it up. */
export interface PageContext {
  /** Undefined only on a page for anyone. */
  readonly visitor: Visitor | undefined;
  /** Their session, which is there also while something of signing in is still to be done. */
  readonly session: Session | undefined;
  /** Who asks, for queries. @throws Error on a page for anyone, when nobody has signed in */
  readonly asker: Asker;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** What the address says several times, such as what was ticked on a list. */
  readonly several: (name: string) => readonly string[];
  /** The page's own address without its query. */
  readonly path: string;
  readonly parts: AppParts;
  readonly cookies: Cookies;
  /** The network address that the request came from. */
  readonly network: string;
  /** The name of the host that the browser has asked, without a port. */
  readonly host: string;
  /** What the browser says of itself. */
  readonly userAgent: string | undefined;
  /** Sends a command as whoever looks, or as whom a link was made for: the same one way in as the API's. */
  readonly perform: (command: CommandName, asked: AskedCommand, as?: Sender) => Promise<Performed>;
}

/** What a page shows: its template, its title (also the start of the browser's), and what the template needs. */
export interface Shown {
  readonly template: string;
  readonly title: string;
  /** Where “Back” leads. */
  readonly back?: { readonly to: string; readonly words: string } | undefined;
  /** Whose page it is, for somebody who has not signed in; the head shows it. */
  readonly look?: Look | undefined;
  /** Its forms are sent with the query of its address, which says what it is about. */
  readonly keepsQuery?: true;
  /** How much work waits for whoever looks, where the page has just counted it: the head says the same. */
  readonly countedWork?: number | undefined;
  readonly [fact: string]: unknown;
}

/** Somewhere else to go instead; an address of ours, never one that was sent. */
export interface GoTo {
  readonly goTo: string;
}

/** A file to keep or to upload elsewhere; browsers are told to save it, and never show it. */
export interface SendFile {
  readonly file: { readonly name: string; readonly type: string; readonly content: string | Buffer };
}

/** What came of a form that was sent: where to go now, or why it was not done. */
export type Acted =
  | GoTo
  | { readonly problem: Problem }
  | { readonly problems: readonly FieldProblem[] }
  /** It is stored and being worked on; afterwards the browser goes on to `goTo`. */
  | { readonly waitFor: string; readonly goTo: string }
  /** Nothing yet: the page is shown again as it was filled in, with what would come of it as `preview` in the template. */
  | { readonly preview: Readonly<Record<string, unknown>> };

/** A form as it was sent. */
export interface Sent {
  readonly body: Readonly<Record<string, unknown>>;
  /** One for each time that the form was shown, so that sending it twice does it once. */
  readonly key: string;
  /** The value of the button that was pressed, where it has one. */
  readonly button: string;
  /** The file that came with it; only in a form that takes one. */
  readonly file?: ReceivedFile | undefined;
}

/** A form of a page. */
export interface Form<Data> {
  readonly fields: Fields | ((data: Data, context: PageContext) => Fields);
  /** What it is first filled with: a body as its fields' pointers read it. */
  readonly initial?: (data: Data, context: PageContext) => unknown;
  /** What is wrong already with what it is first filled with, said as if it had been sent: for what is saved though it is not finished. */
  readonly problems?: (data: Data, context: PageContext) => readonly FieldProblem[];
  /** Why it is not offered to whoever looks, as things stand. Nothing when it is. */
  readonly refusal?: (data: Data, context: PageContext) => Refusal | undefined;
  /** How it is known that somebody else changed the subject while the form was filled in. */
  readonly seen?: Seen<Data>;
  readonly act: (sent: Sent, data: Data, context: PageContext) => Promise<Acted>;
  /** Whether a file may come with it, in a field that is called `file`. It is then sent as multipart/form-data. */
  readonly takesFile?: true | ((data: Data) => boolean);
  /** Whether whoever sends it first shows once more that it is them, unless they have done so a short while ago. */
  readonly needsFresh?: boolean;
}

/** What somebody had seen when they filled in a form: it is not sent before they have seen what others did meanwhile. */
export interface Seen<Data> {
  /** Stands for all that is seen now; it goes with the form. */
  readonly mark: (data: Data) => string;
  /** What others did since a mark, a line for each. Nothing for a mark that is not known. */
  readonly since: (data: Data, mark: string, context: PageContext) => readonly string[];
}

/**
 * A page. From this one declaration come its routes, its row of the matrix and its place in the crawl. Two pages may have one address,
 * for people of different roles: the first that is for whoever looks is shown.
 */
export interface Page<Data = never> {
  /** As Express takes it: `/grants/:id`. */
  readonly address: string;
  readonly for: 'anyone' | 'signed in' | readonly Role[];
  /** What the page is about. Undefined: there is no such thing for whoever looks, here or on another page of this address. */
  readonly load?: (context: PageContext) => Promise<Data | undefined>;
  readonly show: (data: Data, context: PageContext) => Shown | GoTo | SendFile;
  readonly forms?: Readonly<Record<string, Form<Data>>>;
  /** The texts of its area: `w` in the template. `done`: what is said once a command is done. */
  readonly words: Readonly<Record<string, unknown>> & { readonly done?: Readonly<Record<string, string>> };
}

/** Declares a page. */
export function definePage<Data = undefined>(page: Page<Data>): Page {
  return page as unknown as Page;
}

/** The address of a page that says first that something was done; `what` is a name in its area's `words.done`. */
export const saying = (address: string, what: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}done=${encodeURIComponent(what)}`;
