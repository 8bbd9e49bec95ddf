import { createHash } from 'node:crypto';
import { readChosen, type Chosen, type ChosenRef } from '../../../../db/queries/lists/chosen';
import { listColleagues } from '../../../../db/queries/people/colleagues';
import { describeError } from '../../../observing/log';
import { readAs } from '../../body';
import { definePage, type Acted, type Page, type PageContext, type Sent } from '../frame/page';
import { refsOfGrantsList } from '../grants/list-page';
import { refsOfWorkList } from '../work/list';
import { refsOf, refText, togetherAtMost } from './choosing';
import { deeds, type Choosing, type Deed, type Planned } from './deeds';
import { togetherWords as words } from './words';

interface Together extends Choosing {
  readonly deed: Deed;
  readonly refs: readonly ChosenRef[];
  /** All of a list were asked for: where exactly they are named. */
  readonly named: string | undefined;
}

const lists = { work: refsOfWorkList, grants: refsOfGrantsList };
const listOf = ({ query }: PageContext): keyof typeof lists => (query['list'] === 'grants' ? 'grants' : 'work');

/** The address that names each of those that are on a list now: what is then shown and done is exactly that. */
async function namedAddress(context: PageContext): Promise<string> {
  const list = listOf(context);
  const refs = await lists[list](context, togetherAtMost);
  const said = new URLSearchParams({ list });
  for (const ref of refs) said.append('on', refText(ref));
  return `${context.path}?${said.toString()}`;
}

async function load(context: PageContext): Promise<Together | undefined> {
  const { parts, asker, params, query } = context;
  const deed = Object.hasOwn(deeds, params['deed'] ?? '') ? deeds[params['deed'] ?? ''] : undefined;
  if (deed === undefined) return undefined;
  if (query['all'] === 'yes') {
    return { deed, refs: [], chosen: [], colleagues: [], named: await namedAddress(context) };
  }
  const refs = refsOf(context);
  const { db } = parts.reading;
  const [chosen, colleagues] = await Promise.all([
    readChosen(db, asker, refs.slice(0, togetherAtMost)),
    listColleagues(db, asker),
  ]);
  return { deed, refs, chosen, colleagues, named: undefined };
}

interface Line {
  readonly what: string;
  readonly href: string;
  readonly group: string;
  readonly owner: string;
}

const addresses = { grant: '/grants', purchase: '/purchases', payment_run: '/payment-runs' } as const;

const lineOf = ({ type, id, reference, party, owner }: Chosen): Line => ({
  what: `${words.kinds[type]} ${reference ?? ''}`.trim(),
  href: `${addresses[type]}/${id}`,
  group: party ?? '',
  owner: owner?.name ?? words.nobody,
});

const isDone = (planned: Planned): planned is Extract<Planned, { will: string }> => 'will' in planned;

/** Stands for what was chosen and typed: the button that does it stands for exactly what was shown. */
const stampOf = (body: Sent['body'], lines: readonly { readonly said: string }[]): string =>
  `yes:${createHash('sha256')
    .update(JSON.stringify([body, lines]))
    .digest('hex')
    .slice(0, 16)}`;

async function act(sent: Sent, data: Together, context: PageContext): Promise<Acted> {
  const { deed, chosen } = data;
  const read = readAs(deed.body(data), sent.body);
  if ('errors' in read) return { problems: read.errors };
  const plans = chosen.map((one) => ({ one, planned: deed.plan(one, sent.body, data, context) }));
  const shown = plans.map(({ one, planned }) => ({
    ...lineOf(one),
    does: isDone(planned),
    said: isDone(planned) ? planned.will : words.stays(planned.stays),
  }));
  const count = shown.filter(({ does }) => does).length;
  const stamp = stampOf(sent.body, shown);
  if (sent.button !== stamp) {
    return {
      preview: {
        // A button that stands for something else: a colleague was quicker, or what is typed is no longer what was shown.
        changed: sent.button.startsWith('yes:') ? words.changed : undefined,
        lines: shown,
        column: words.will,
        summary: count === 0 ? words.allStay : words.summary(count, shown.length - count),
        stamp: count === 0 ? undefined : stamp,
        button: deed.button(count, sent.body, data),
      },
    };
  }
  const outcomes: (Line & { readonly does: boolean; readonly said: string; readonly follow?: string | undefined })[] =
    [];
  // One after the other: each is a command of its own, and what one of them meets is said of that one alone.
  for (const { one, planned } of plans) {
    const line = lineOf(one);
    outcomes.push(
      isDone(planned)
        ? { ...line, ...(await doOne(sent, one, planned, context)) }
        : { ...line, does: false, said: words.stays(planned.stays) },
    );
  }
  const done = outcomes.filter(({ does }) => does).length;
  // Whoever looks after each is read once more: that is what was just changed.
  const after = await readChosen(
    context.parts.reading.db,
    context.asker,
    chosen.map(({ type, id }) => ({ type, id })),
  );
  const ownerOf = new Map(after.map((one) => [lineOf(one).href, lineOf(one).owner]));
  return {
    preview: {
      lines: outcomes.map((line) => ({ ...line, owner: ownerOf.get(line.href) ?? line.owner })),
      column: words.outcome,
      isOver: true,
      summary: words.came(done, outcomes.length - done),
    },
  };
}

/** Sends the command of one. Sent again with the same form, it is the same command. */
async function doOne(
  { key }: Sent,
  { id }: Chosen,
  { command, body }: Extract<Planned, { will: string }>,
  { perform, parts }: PageContext,
): Promise<{ readonly does: boolean; readonly said: string; readonly follow?: string | undefined }> {
  try {
    const performed = await perform(command, { subjectId: id, idempotencyKey: `${key}:${id}`, body });
    if (performed.problem !== undefined) return { does: false, said: words.notDone(performed.problem.detail) };
    if (performed.outcome !== undefined) return { does: true, said: words.did };
    return { does: false, said: words.working, follow: `/commands/${performed.stored.commandId}` };
  } catch (error) {
    parts.logError(describeError(error));
    return { does: false, said: words.unsent };
  }
}

/** One thing done to several at once: what was chosen, what will happen to which, and what came of each. */
export const togetherPages: readonly Page[] = [
  definePage<Together>({
    address: '/together/:deed',
    for: ['fund_manager', 'grants_officer', 'payment_maker'],
    words,
    load,
    show: ({ deed, refs, chosen, named }, context) => {
      if (named !== undefined) return { goTo: named };
      const list = listOf(context);
      const unseen = Math.min(refs.length, togetherAtMost) - chosen.length;
      return {
        template: 'together/together.njk',
        title: deed.title,
        keepsQuery: true,
        back: { to: `/${list}`, words: words.back[list] },
        lines: chosen.map((one) => ({ ...lineOf(one), said: '' })),
        unseen: unseen > 0 ? words.unseen(unseen) : undefined,
        cut: refs.length > togetherAtMost ? words.cut(togetherAtMost) : undefined,
      };
    },
    forms: { do: { fields: (data) => data.deed.fields(data), act } },
  }),
];
