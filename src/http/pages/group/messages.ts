import { readMessages, type MessageListed } from '../../../../db/queries/messages/conversation';
import type { Page as Listed } from '../../../../db/queries/paging';
import { markMessages } from '../../../commands/conversation/read-messages';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { backToGrant } from './back';
import { loadGrant, standingOf, type GroupGrant } from './grant-data';
import { groupWords as words } from './words';

const messagesAPage = 50;

interface Thread extends GroupGrant {
  readonly messages: Listed<MessageListed>;
}

/** The one thread between a group and those who look after its grant. Whoever opens it has read it. */
export const messagesPage = definePage<Thread>({
  address: '/grants/:id/messages',
  for: ['applicant', 'budget_holder'],
  words,
  load: async (context) => {
    const { parts, asker, query } = context;
    const grant = await loadGrant(context);
    if (grant === undefined || grant.stage === 'draft') return undefined;
    const wanted = { sort: 'newest', limit: messagesAPage, cursor: query['cursor'] } as const;
    const messages = await readMessages(parts.reading.db, asker, grant.id, wanted);
    const newest = messages?.items[0];
    if (newest !== undefined && grant.unreadMessages !== 0)
      await markMessages(parts.door.db, asker, grant.id, { upTo: newest.id });
    return messages === undefined ? undefined : { ...grant, messages };
  },
  show: ({ id, award, owner, messages }, { visitor }) => ({
    template: 'group/messages.njk',
    title: words.messages.title,
    back: backToGrant({ id, award }),
    lead: words.messages.lead(owner?.name ?? words.messages.us),
    messages: messages.items.map(({ from, sentBy, sentAt, readAt, text }) => ({
      who:
        from === 'group'
          ? words.messages.yours(sentBy.name)
          : words.messages.ours(sentBy.name, visitor?.organisation.name ?? ''),
      isOurs: from === 'group',
      at: instantInWords(sentAt as Instant),
      iso: sentAt,
      text: text ?? words.messages.gone,
      isRead: from === 'group' && readAt !== null,
    })),
    older: messages.next === null ? undefined : `/grants/${id}/messages?cursor=${encodeURIComponent(messages.next)}`,
  }),
  forms: {
    send: commandForm<Thread>({
      command: 'sendMessage',
      fields: { text: { kind: 'longText', at: '/text', label: words.messages.text, atMost: 4_000 } },
      initial: (_data, { query }) => {
        const about = query['about'] ?? '';
        return Object.hasOwn(words.messages.prefilled, about)
          ? { text: words.messages.prefilled[about as keyof typeof words.messages.prefilled] }
          : undefined;
      },
      standing: standingOf,
      done: ({ subjectId }) => saying(`/grants/${subjectId}/messages`, 'written'),
    }),
  },
});
