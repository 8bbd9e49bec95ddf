import {
  readMessages,
  readNotes,
  type MessageListed,
  type NoteListed,
} from '../../../../../db/queries/messages/conversation';
import type { Page as PageOf } from '../../../../../db/queries/paging';
import { markMessages } from '../../../../commands/conversation/read-messages';
import { instantInWords, type Instant } from '../../../../domain/calendar/calendar';
import { staffRoles } from '../../../../domain/lives/roles';
import { commandForm } from '../../frame/command-form';
import { saying, type Page } from '../../frame/page';
import { seenOfGrant, standingOf, type GrantData } from '../grant/data';
import { grantWords } from '../words';
import { grantActionPage } from './action-page';

const w = grantWords.act;
const moment = (at: string): string => instantInWords(at as Instant);
const linesAPage = 50;

type WithMessages = GrantData & { readonly thread: PageOf<MessageListed> };

const messages = grantActionPage<WithMessages>({
  page: 'messages',
  for: staffRoles,
  template: 'messages.njk',
  more: async ({ grant }, { parts, asker, query }) => {
    const wanted = { sort: 'newest', limit: linesAPage, cursor: query['cursor'] } as const;
    const thread = await readMessages(parts.reading.db, asker, grant.id, wanted);
    return thread === undefined ? undefined : { thread };
  },
  show: ({ grant, thread }) => ({
    title: w.messages.title,
    isUnread: (grant.unreadMessages ?? 0) > 0,
    next: thread.next,
    messages: thread.items.map(({ from, sentBy, sentAt, readAt, text }) => ({
      from,
      by: w.messages.by(sentBy.name, w.messages.from[from], moment(sentAt)),
      read: readAt === null ? w.messages.unread : w.messages.read(moment(readAt)),
      text: text ?? w.messages.erased,
    })),
    blocks: [{ form: 'sendMessage', button: w.messages.button }],
  }),
  forms: {
    sendMessage: commandForm<WithMessages>({
      command: 'sendMessage',
      fields: ({ grant }) => ({
        text: {
          kind: 'longText',
          at: '/text',
          label: w.messages.label,
          hint: w.messages.hint(grant.party.name),
          atMost: 4000,
        },
      }),
      standing: standingOf,
      seen: seenOfGrant,
      done: (_done, { path }) => saying(path, 'message'),
    }),
    markRead: {
      fields: {},
      act: async (_sent, { grant, thread }, { parts, asker, path }) => {
        const last = thread.items[0];
        if (last !== undefined) await markMessages(parts.door.db, asker, grant.id, { upTo: last.id });
        return { goTo: saying(path, 'read') };
      },
    },
  },
});

type WithNotes = GrantData & { readonly notes: PageOf<NoteListed> };

const notes = grantActionPage<WithNotes>({
  page: 'notes',
  for: staffRoles,
  template: 'notes.njk',
  more: async ({ grant }, { parts, asker, query }) => {
    const wanted = { sort: 'newest', limit: linesAPage, cursor: query['cursor'] } as const;
    const found = await readNotes(parts.reading.db, asker, grant.id, wanted);
    return found === undefined ? undefined : { notes: found };
  },
  show: ({ notes: found }) => ({
    title: w.notes.title,
    next: found.next,
    notes: found.items.map(({ writtenBy, writtenAt, managersOnly, text }) => ({
      by: w.notes.by(writtenBy.name, moment(writtenAt)),
      managersOnly,
      text: text ?? w.messages.erased,
    })),
    blocks: [{ form: 'addNote', button: w.notes.button }],
  }),
  forms: {
    addNote: commandForm<WithNotes>({
      command: 'addNote',
      fields: {
        text: { kind: 'longText', at: '/text', label: w.notes.label, hint: w.notes.hint, atMost: 4000 },
        managersOnly: { kind: 'tick', at: '/managersOnly', label: w.notes.managersOnly },
      },
      standing: standingOf,
      done: (_done, { path }) => saying(path, 'note'),
    }),
  },
});

/** What staff write to the group, and among themselves. */
export const writingPages: readonly Page[] = [messages, notes];
