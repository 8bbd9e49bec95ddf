import { readOperations, type Operations } from '../../../../db/queries/operations';
import { instantInWords, type Instant } from '../../../domain/calendar';
import { definePage, type Page } from '../frame/page';
import { inWords } from '../grants/grant/events';
import { operationsWords as words } from './words';

const moment = (at: string): string => instantInWords(at as Instant);
/** `startChecking` as people read it. */
const named = (name: string): string =>
  inWords(
    name
      .replaceAll(/([A-Z])/g, ' $1')
      .replaceAll('-', ' ')
      .toLowerCase(),
  );

/** Where a subject is looked at, where it has a page of its own. */
const pageOf = (subjectType: string, id: string): string | undefined =>
  ({ grant: `/grants/${id}`, party: `/groups/${id}`, person: `/people/${id}`, meeting: `/meetings/${id}` })[
    subjectType
  ];

interface Line {
  readonly words: string;
  readonly href: string | undefined;
  readonly isOver: boolean;
}

const commandLine = (one: Operations['failedCommands'][number]): Line => ({
  words: words.line(named(one.type), moment(one.receivedAt), one.attempts),
  href: pageOf(one.subjectType, one.subjectId),
  isOver: false,
});

/** What is stuck, for whoever can do something about it. */
export const operationPages: readonly Page[] = [
  definePage<Operations>({
    address: '/operations',
    for: ['administrator', 'fund_manager'],
    words,
    load: ({ parts, asker }) => readOperations(parts.reading.db, asker),
    show: ({ failedCommands, waitingCommands, stuckSubjects, undeliveredMail }) => {
      const parts: readonly { heading: string; lines: readonly Line[] }[] = [
        { heading: words.failed, lines: failedCommands.map(commandLine) },
        { heading: words.waiting, lines: waitingCommands.map(commandLine) },
        {
          heading: words.stuck,
          lines: stuckSubjects.map(({ subjectType, subjectId, stuck }) => ({
            words: `${named(subjectType)}: ${stuck.map((key) => named(key.split('|')[0] ?? '')).join(', ')}`,
            href: pageOf(subjectType, subjectId),
            isOver: false,
          })),
        },
        {
          heading: words.mail,
          lines: undeliveredMail.map((one) => ({
            words: words.mailLine(named(one.template), moment(one.createdAt), one.lastError ?? ''),
            href: pageOf(one.subjectType, one.subjectId),
            isOver: one.givenUpAt !== null,
          })),
        },
      ];
      const isFine = parts.every(({ lines }) => lines.length === 0);
      return { template: 'operations/operations.njk', title: words.title, kinds: isFine ? [] : parts };
    },
  }),
];
