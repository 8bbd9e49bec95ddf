import { meetingReaders } from '../../../../db/queries/meetings';
import type { MeetingPack, PackItem } from '../../../../db/queries/meeting-pack';
import { criterionInWords } from '../../../domain/policy';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type PageContext } from '../frame/page';
import { loadItem, type ItemOpen } from './load';
import { itemView } from './views';
import { meetingWords } from './words';

const words = meetingWords.item;
const topOf = ({ criteria }: PackItem): number => Math.max(...criteria.map(({ topScore }) => topScore));

const own = ({ interests }: MeetingPack, { id }: PackItem, personId: string) =>
  interests.find((one) => one.grantId === id && one.person.id === personId)?.level;

const here = (_done: unknown, { params }: PageContext) =>
  `/meetings/${params['id'] ?? ''}/items/${params['item'] ?? ''}`;

/** One application for a member of the panel, before and during the meeting: to read, to score, and to declare an interest in. */
export const itemPage = definePage<ItemOpen>({
  address: '/meetings/:id/items/:item',
  for: meetingReaders,
  words: meetingWords,
  load: loadItem,
  show: ({ pack, item, number }, { asker }) => {
    const level = own(pack, item, asker.personId);
    return {
      template: 'meetings/item.njk',
      title: meetingWords.record.itemTitle(number, item.party.name),
      back: { to: `/meetings/${pack.id}`, words: meetingWords.record.all },
      item: itemView(item, number, pack),
      isPanel: pack.panel.some(({ id }) => id === asker.personId),
      declared: level === undefined ? undefined : words.declared(meetingWords.levels[level]),
    };
  },
  forms: {
    score: commandForm<ItemOpen>({
      command: 'score',
      subjectId: ({ item }) => item.id,
      standing: ({ pack, item }) => ({
        state: item.stage,
        onHold: item.onHold,
        scope: { potId: pack.pot.id, parties: {} },
      }),
      fields: ({ item }) => ({
        criterion: {
          kind: 'choice',
          at: '/criterion',
          label: words.criterion,
          options: item.criteria.map((one) => ({
            value: one.key,
            words: criterionInWords(one),
            // Said only where it is not the same for all.
            ...(item.criteria.every(({ topScore }) => topScore === one.topScore)
              ? {}
              : { hint: words.upTo(one.topScore) }),
          })),
        },
        points: {
          kind: 'choice',
          asList: true,
          at: '/score',
          label: words.points(topOf(item)),
          missing: words.pointsMissing,
          options: Array.from({ length: topOf(item) + 1 }, (_, mark) => ({ value: String(mark), words: String(mark) })),
        },
      }),
      body: ({ score, ...body }) => (typeof score === 'string' ? { ...body, score: Number(score) } : body),
      done: (done, context) => saying(here(done, context), 'scored'),
    }),
    interest: commandForm<ItemOpen>({
      command: 'declareInterest',
      standing: ({ pack }) => ({ state: pack.state, scope: { potId: pack.pot.id, parties: {} } }),
      fields: {
        level: {
          kind: 'choice',
          at: '/level',
          label: words.level,
          missing: words.levelMissing,
          options: [
            { value: 'knows', words: words.knows, hint: words.knowsHint },
            { value: 'connected', words: words.connected, hint: words.connectedHint },
          ],
        },
      },
      body: (body, { item }, { asker }) => ({ ...body, applicationId: item.id, personId: asker.personId }),
      done: (done, context) => saying(here(done, context), 'declared'),
    }),
  },
});
