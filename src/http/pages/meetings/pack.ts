import { meetingReaders } from '../../../../db/queries/meetings';
import { itemsAtMost } from '../../../../db/queries/meeting-items';
import { switchedOffRefusal } from '../../../domain/switches';
import { definePage } from '../frame/page';
import { loadPack } from './load';
import { isMinuteTaker } from './minute-taker';
import { packView } from './views';
import { meetingWords as words } from './words';

/** The pack of a meeting: what is on the table, in reading order, to be read on a screen or printed. */
export const packPage = definePage({
  address: '/meetings/:id',
  for: meetingReaders,
  words,
  load: loadPack,
  show: (pack, { asker }) => ({
    template: 'meetings/pack.njk',
    back: { to: '/meetings', words: words.list.title },
    meeting: packView(pack),
    mayRecord: isMinuteTaker(asker) && pack.state === 'planned',
    read: switchedOffRefusal('score', pack.switchedOn) === undefined ? words.pack.readAndScore : words.pack.read,
    isPanel: pack.panel.some(({ id }) => id === asker.personId),
    more: pack.items.length === itemsAtMost ? words.pack.more(itemsAtMost) : undefined,
    title: packView(pack).title,
  }),
});
