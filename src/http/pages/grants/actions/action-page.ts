import { createHash } from 'node:crypto';
import { readingRoles, type Role } from '../../../../domain/lives/roles';
import type { CommandName } from '../../../../domain/lives';
import type { Fields } from '../../form/field';
import { commandForm } from '../../frame/command-form';
import { definePage, saying, type Acted, type Form, type Page, type PageContext, type Sent } from '../../frame/page';
import { loadGrant, seenOfGrant, standingOf, type GrantData } from '../grant/data';
import { captionOf } from '../grant/show';
import { beyondTheTable } from '../grant/why-not';
import { grantWords as words } from '../words';

const w = words.act;

/** One form of an action's page, as it is laid out: the first is the page's own, others are behind a heading that opens. */
export interface Block {
  readonly form: string;
  readonly button: string;
  /** What opens it, for a form that is not the page's first. */
  readonly heading?: string;
  /** What will happen, said before its button. */
  readonly will?: readonly string[];
  /** For what ends something: its last button. */
  readonly warning?: true;
  /** Whether its first button does nothing yet, but shows what will happen. */
  readonly previews?: true;
}

/** What an action's page shows besides its forms. */
export interface ActionShown {
  readonly title: string;
  readonly lead?: string;
  readonly blocks: readonly Block[];
  readonly [fact: string]: unknown;
}

interface ActionPage<Data extends GrantData> {
  /** Below `/grants/:id/`. */
  readonly page: string;
  readonly for?: readonly Role[];
  /** What it needs besides the grant. */
  readonly more?: (data: GrantData, context: PageContext) => Promise<Omit<Data, keyof GrantData> | undefined>;
  readonly show: (data: Data, context: PageContext) => ActionShown;
  /** A template of its own, below `grants/`, that puts something before the forms. */
  readonly template?: string;
  readonly forms: Readonly<Record<string, Form<Data>>>;
}

/** A page on which one thing is done to a grant, or a few that belong together. */
export function grantActionPage<Data extends GrantData = GrantData>(action: ActionPage<Data>): Page {
  const { page, show, forms, more, template = 'action.njk' } = action;
  return definePage<Data>({
    address: `/grants/:id/${page}`,
    for: action.for ?? readingRoles,
    words,
    forms,
    load: async (context) => {
      const data = await loadGrant(context);
      if (data === undefined) return undefined;
      const found = more === undefined ? {} : await more(data, context);
      return found === undefined ? undefined : ({ ...data, ...found } as Data);
    },
    show: (data, context) => ({
      template: `grants/${template}`,
      caption: captionOf(data),
      back: { to: `/grants/${data.grant.id}`, words: w.back(data.grant.reference ?? data.grant.party.name) },
      ...show(data, context),
    }),
  });
}

interface GrantForm<Data> {
  readonly command: CommandName;
  readonly fields: Fields | ((data: Data, context: PageContext) => Fields);
  readonly initial?: (data: Data, context: PageContext) => unknown;
  readonly body?: (body: Sent['body'], data: Data, context: PageContext, sent: Sent) => unknown;
  readonly preview?: (sent: Sent, data: Data, context: PageContext) => Acted | undefined;
  /** What is said once it is done: a name in `words.done`. */
  readonly done: keyof typeof words.done;
}

/** A form that sends one command to the grant of the address, offered as the life-cycle table and the duties of whoever looks allow. */
export function grantForm<Data extends GrantData = GrantData>(options: GrantForm<Data>): Form<Data> {
  return commandForm<Data>({
    ...options,
    standing: standingOf,
    refusal: (data, context) => beyondTheTable(options.command, data, context),
    seen: seenOfGrant,
    done: (_done, { params }) => saying(`/grants/${params['id'] ?? ''}`, options.done),
  });
}

/** What somebody is shown before they confirm: what it will do, and the words of the button that does it. */
export interface Consequences {
  readonly will: readonly string[];
  readonly button: string;
}

/**
 * Shows what a form will do before it is sent. The button that confirms it stands for exactly what was typed and shown: after a
 * change of either, what it will do is shown again. Undefined from `of`: it cannot be sent as it is, and the command says why.
 */
export function confirmedFirst<Data>(
  form: string,
  of: (body: Sent['body'], data: Data, context: PageContext) => Consequences | undefined,
) {
  return (sent: Sent, data: Data, context: PageContext): Acted | undefined => {
    const consequences = of(sent.body, data, context);
    if (consequences === undefined) return undefined;
    const shown = JSON.stringify([sent.body, consequences.will]);
    const stamp = `yes:${createHash('sha256').update(shown).digest('hex').slice(0, 16)}`;
    return sent.button === stamp ? undefined : { preview: { form, stamp, ...consequences } };
  };
}
