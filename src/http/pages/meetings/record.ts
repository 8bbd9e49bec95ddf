import type { MeetingPack } from '../../../../db/queries/meetings/meeting-pack';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { loadPack } from './load';
import { minuteTakers } from './minute-taker';
import { meetingView } from './views';
import { meetingWords } from './words';

const words = meetingWords.record;

const standing = (pack: MeetingPack) => ({ state: pack.state, scope: { potId: pack.pot.id, parties: {} } });

/** Recording a meeting while it is held: who came, the items one by one, and its end. */
export const recordPage = definePage({
  address: '/meetings/:id/record',
  for: minuteTakers,
  words: meetingWords,
  load: loadPack('none'),
  show: (pack) => {
    if (pack.state === 'called_off') return { goTo: `/meetings/${pack.id}` };
    if (pack.state === 'held') return { goTo: saying(`/meetings/${pack.id}/minute`, 'ended') };
    const meeting = meetingView(pack);
    const open = pack.items.filter(({ decision }) => decision === null);
    return {
      template: 'meetings/record.njk',
      title: words.title,
      back: { to: `/meetings/${pack.id}`, words: words.all },
      meeting,
      here: words.here(pack.attendance.length, pack.policy.decision.quorum),
      chaired: pack.chair === null ? undefined : words.chaired(pack.chair.name),
      names: pack.attendance.map(({ name }) => name),
      hasPanel: pack.panel.length > 0,
      undecided: words.undecided(open.length),
      left: words.now(meeting.money?.[1]?.amount ?? ''),
      nextItem: open[0]?.id,
      nextNumber: open[0] === undefined ? undefined : pack.items.indexOf(open[0]) + 1,
    };
  },
  forms: {
    came: commandForm<MeetingPack>({
      command: 'recordAttendance',
      standing,
      fields: ({ panel }) => {
        const options = panel.map(({ id, name }) => ({ value: id, words: name }));
        return {
          present: { kind: 'several', at: '/personIds', label: words.present, missing: words.presentMissing, options },
          chair: { kind: 'choice', at: '/chairId', label: words.chair, missing: words.chairMissing, options },
        };
      },
      initial: ({ attendance, chair }) => ({ personIds: attendance.map(({ id }) => id), chairId: chair?.id }),
      seen: {
        mark: cameMark,
        since: (pack, mark) =>
          mark === cameMark(pack) ? [] : [words.changedCame(pack.attendance.map(({ name }) => name).join(', '))],
      },
      done: (_done, { params }) => saying(`/meetings/${params['id'] ?? ''}/record`, 'came'),
    }),
    end: commandForm<MeetingPack>({
      command: 'endMeeting',
      standing,
      fields: {
        next: { kind: 'date', at: '/nextMeetingOn', label: words.nextMeetingOn, hint: words.nextMeetingHint },
      },
      done: (_done, { params }) => saying(`/meetings/${params['id'] ?? ''}/minute`, 'ended'),
    }),
  },
});

/** Stands for who is here and in the chair: the ends of ids tell them apart. */
export function cameMark({ attendance, chair }: MeetingPack): string {
  return [...attendance.map(({ id }) => id), chair?.id ?? ''].map((id) => id.slice(-8)).join('.');
}
