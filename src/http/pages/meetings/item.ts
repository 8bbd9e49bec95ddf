import { meetingReaders } from '../../../../db/queries/meetings/meetings';
import type { MeetingPack, PackItem } from '../../../../db/queries/meetings/meeting-pack';
import { switchedOffRefusal } from '../../../domain/organisation/switches';
import { actionWords } from '../grants/action-words';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type PageContext } from '../frame/page';
import { loadItem, type ItemOpen } from './load';
import { itemView } from './views';
import { meetingWords } from './words';

const words = meetingWords.item;
const own = ({ interests }: MeetingPack, { id }: PackItem, personId: string) =>
  interests.find((one) => one.grantId === id && one.person.id === personId)?.level;

/** Where a member of the panel scores the item, while it waits for them. */
const scoringOf = ({ id, panel, switchedOn }: MeetingPack, item: PackItem, personId: string) =>
  switchedOffRefusal('score', switchedOn) !== undefined ||
  item.isWithheld ||
  item.stage !== 'assessing' ||
  !panel.some((one) => one.id === personId)
    ? undefined
    : { href: `/grants/${item.id}/score?meeting=${id}`, words: actionWords.score.link };

const here = (_done: unknown, { params }: PageContext) =>
  `/meetings/${params['id'] ?? ''}/items/${params['item'] ?? ''}`;

/** One application for a member of the panel, before and during the meeting: to read, and to declare an interest in. */
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
      scoring: scoringOf(pack, item, asker.personId),
      declared: level === undefined ? undefined : words.declared(meetingWords.levels[level]),
    };
  },
  forms: {
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
