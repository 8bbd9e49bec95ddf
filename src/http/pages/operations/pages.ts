import {
  findMailInTrouble,
  listCommandsInTrouble,
  listMailInTrouble,
  listStuckSubjects,
  readOperations,
  type OneMailInTrouble,
  type Operations,
} from '../../../../db/queries/engine/operations';
import { resendMail } from '../../../commands/mails/resend-mail';
import { isId } from '../../../contracts/ids';
import type { Role } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { refusalProblem } from '../../problems';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { commandLine, mailLine, moment, named, pageOf, stuckLine, whyInWords, type Line } from './lines';
import { operationsWords as words } from './words';

const running: readonly Role[] = ['administrator', 'fund_manager'];
const linesAPage = 50;
/** How many of each kind the first page has. */
const linesAtFirst = 10;

const kinds = ['failed', 'waiting', 'dates', 'mail'] as const;
type Kind = (typeof kinds)[number];

const overviewPage = definePage<Operations>({
  address: '/operations',
  for: running,
  words,
  load: ({ parts, asker }) => readOperations(parts.reading.db, asker),
  show: ({ failedCommands, waitingCommands, stuckSubjects, undeliveredMail }) => {
    const lines: Readonly<Record<Kind, readonly Line[]>> = {
      failed: failedCommands.map(commandLine),
      waiting: waitingCommands.map(commandLine),
      dates: stuckSubjects.map(stuckLine),
      mail: undeliveredMail.map(mailLine),
    };
    return {
      template: 'operations/operations.njk',
      title: words.title,
      kinds: kinds
        .filter((kind) => lines[kind].length > 0)
        .map((kind) => ({
          ...words.kinds[kind],
          lines: lines[kind].slice(0, linesAtFirst),
          all: lines[kind].length > linesAtFirst ? `/operations/${kind}` : undefined,
        })),
    };
  },
});

interface Listed {
  readonly kind: Kind;
  readonly lines: readonly Line[];
  readonly next: string | null;
}

async function list(kind: Kind, { parts, asker, query }: PageContext): Promise<Listed> {
  const { db } = parts.reading;
  const wanted = { limit: linesAPage, cursor: query['cursor'] };
  if (kind === 'dates') {
    const { items, next } = await listStuckSubjects(db, asker, wanted);
    return { kind, lines: items.map(stuckLine), next };
  }
  if (kind === 'mail') {
    const { items, next } = await listMailInTrouble(db, asker, wanted);
    return { kind, lines: items.map(mailLine), next };
  }
  const { items, next } = await listCommandsInTrouble(db, asker, kind, wanted);
  return { kind, lines: items.map(commandLine), next };
}

const listPage = definePage<Listed>({
  address: '/operations/:kind',
  for: running,
  words,
  load: async (context) => {
    const kind = kinds.find((one) => one === context.params['kind']);
    return kind === undefined ? undefined : list(kind, context);
  },
  show: ({ kind, lines, next }) => ({
    template: 'operations/list.njk',
    title: words.kinds[kind].heading,
    back: { to: '/operations', words: words.title },
    kind: words.kinds[kind],
    lines,
    more: next === null ? undefined : `/operations/${kind}?cursor=${encodeURIComponent(next)}`,
  }),
});

const mailPage = definePage<OneMailInTrouble>({
  address: '/operations/mail/:id',
  for: running,
  words,
  load: async ({ parts, asker, params }) => {
    const id = params['id'] ?? '';
    return isId(id) ? findMailInTrouble(parts.reading.db, asker, id) : undefined;
  },
  show: (mail) => ({
    template: 'operations/mail.njk',
    title: words.mail.title(named(mail.template)),
    back: { to: '/operations', words: words.title },
    person: mail.personId === null ? undefined : `/people/${mail.personId}`,
    to: mail.name === null ? words.mail.somebody : words.mail.to(mail.name, mail.email ?? words.mail.noAddress),
    facts: [
      words.mail.made(moment(mail.createdAt)),
      words.mail.tried(mail.attempts),
      mail.givenUpAt === null ? words.mail.next(moment(mail.nextAttemptAt)) : words.mail.over(moment(mail.givenUpAt)),
    ],
    why: whyInWords(mail.lastError),
    subject: pageOf(mail.subjectType, mail.subjectId),
  }),
  forms: {
    again: {
      fields: {},
      refusal: ({ givenUpAt }) => (givenUpAt === null ? refuse('MAIL_NOT_GIVEN_UP') : undefined),
      act: async (_sent, { id }, { parts, asker }) => {
        const sent = await resendMail(parts.door.db, asker, id);
        return sent !== undefined && 'code' in sent
          ? { problem: refusalProblem(sent) }
          : { goTo: saying('/operations', 'again') };
      },
    },
  },
});

/** What is stuck, for whoever can do something about it. */
export const operationPages: readonly Page[] = [overviewPage, listPage, mailPage];
