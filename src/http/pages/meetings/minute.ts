import { meetingReaders } from '../../../../db/queries/meetings/meetings';
import { definePage } from '../frame/page';
import { loadPack } from './load';
import { minuteView } from './views';
import { meetingWords as words } from './words';

/** The minute: who came, who left for which item, what was decided and why, and when the next meeting is. */
export const minutePage = definePage({
  address: '/meetings/:id/minute',
  for: meetingReaders,
  words,
  load: loadPack('none'),
  show: (pack) => {
    if (pack.state === 'called_off') return { goTo: `/meetings/${pack.id}` };
    const minute = minuteView(pack);
    return {
      template: 'meetings/minute.njk',
      title: minute.title,
      minute,
      back: { to: `/meetings/${pack.id}`, words: words.record.all },
    };
  },
});
