import { meetingReaders } from '../../../../db/queries/meetings/meetings';
import { itemsAtMost } from '../../../../db/queries/meetings/meeting-items';
import type { MeetingPack } from '../../../../db/queries/meetings/meeting-pack';
import { instantInWords } from '../../../domain/calendar/calendar';
import { switchedOffRefusal } from '../../../domain/organisation/switches';
import { definePage } from '../frame/page';
import { loadPack } from './load';
import { isMinuteTaker } from './minute-taker';
import { changeView, itemView, meetingView } from './views';
import { meetingWords as words } from './words';

/** As many as are read on one page: more make a long way on a phone. The PDF has all. */
const itemsAPage = 20;

interface PackPage {
  readonly pack: MeetingPack;
  /** The page, from 1. */
  readonly page: number;
}

const pageAsked = (text: string | undefined): number =>
  /^[1-9]\d?$/.test(text ?? '') ? Math.min(Number(text), Math.ceil(itemsAtMost / itemsAPage)) : 1;

/** Where an item is read: on this page, or on another one. */
const placeOf = (number: number, page: number): string => {
  const its = Math.ceil(number / itemsAPage);
  return `${its === page ? '' : `?page=${String(its)}`}#item-${String(number)}`;
};

/** The pack of a meeting: what is on the table, in reading order, to be read on a screen or printed. */
export const packPage = definePage<PackPage>({
  address: '/meetings/:id',
  for: meetingReaders,
  words,
  load: async (context) => {
    const page = pageAsked(context.query['page']);
    const pack = await loadPack({ from: (page - 1) * itemsAPage + 1, to: page * itemsAPage })(context);
    return pack === undefined ? undefined : { pack, page };
  },
  show: ({ pack, page }, { asker }) => {
    const meeting = meetingView(pack);
    const before = (page - 1) * itemsAPage;
    const read = pack.items.slice(before, before + itemsAPage);
    const pageWith = (first: number) => ({
      href: `/meetings/${pack.id}?page=${String(Math.ceil(first / itemsAPage))}`,
      words: words.pack.part(first, Math.min(first + itemsAPage - 1, pack.items.length)),
    });
    return {
      template: 'meetings/pack.njk',
      back: { to: '/meetings', words: words.list.title },
      meeting,
      contents: meeting.items.map((line) => ({ ...line, href: placeOf(line.number, page) })),
      items: read.map((item, place) => itemView(item, before + place + 1, pack)),
      previousPart: page === 1 ? undefined : pageWith(before + 1 - itemsAPage),
      nextPart: before + itemsAPage < pack.items.length ? pageWith(before + itemsAPage + 1) : undefined,
      mayRecord: isMinuteTaker(asker) && pack.state === 'planned',
      isOff: pack.state === 'called_off',
      movedOrOff: changeView(pack),
      next:
        pack.next === null
          ? undefined
          : { href: `/meetings/${pack.next.id}`, words: words.changed.next(instantInWords(pack.next.startsAt)) },
      read: switchedOffRefusal('score', pack.switchedOn) === undefined ? words.pack.readAndScore : words.pack.read,
      isPanel: pack.panel.some(({ id }) => id === asker.personId),
      more: pack.items.length === itemsAtMost ? words.pack.more(itemsAtMost) : undefined,
      title: meeting.title,
    };
  },
});
