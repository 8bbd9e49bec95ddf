import type { MeetingPack } from '../../../../db/queries/meetings/meeting-pack';
import { instantInWords } from '../../../domain/calendar/calendar';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { loadPack } from './load';
import { minuteTakers } from './minute-taker';
import { whenAndWhereFields, whenAndWhereOf, withInstant } from './when-and-where';
import { meetingWords } from './words';

const standing = (pack: MeetingPack) => ({ state: pack.state, scope: { potId: pack.pot.id, parties: {} } });

/** What took place is neither moved nor called off. */
const begunRefusal = ({ chair }: MeetingPack): Refusal | undefined =>
  chair === null ? undefined : refuse('MEETING_BEGUN');

const addressOf = ({ params }: PageContext): string => `/meetings/${params['id'] ?? ''}`;

/** What both pages say first: which meeting it is about. */
const about = (pack: MeetingPack) => ({
  template: 'meetings/change.njk',
  back: { to: `/meetings/${pack.id}`, words: meetingWords.record.all },
  caption: pack.pot.name,
});

const reasonAt = (words: { readonly reason: string; readonly reasonHint: string; readonly reasonMissing: string }) => ({
  kind: 'longText' as const,
  at: '/reason',
  label: words.reason,
  hint: words.reasonHint,
  missing: words.reasonMissing,
  rows: 3,
});

/** Moves a meeting to another day, time or place. */
const movePage = definePage<MeetingPack>({
  address: '/meetings/:id/move',
  for: minuteTakers,
  words: meetingWords,
  load: loadPack('none'),
  show: (pack) => ({
    ...about(pack),
    title: meetingWords.move.title,
    leads: [meetingWords.move.now(instantInWords(pack.startsAt)), meetingWords.move.told(pack.items.length)],
    submitWords: meetingWords.move.submit,
    aboutWords: meetingWords.move.about,
  }),
  forms: {
    step: commandForm<MeetingPack>({
      command: 'moveMeeting',
      standing,
      refusal: begunRefusal,
      fields: (pack) => ({ ...whenAndWhereFields(pack.startsAt), reason: reasonAt(meetingWords.move) }),
      initial: whenAndWhereOf,
      body: withInstant,
      done: (_done, context) => saying(addressOf(context), 'moved'),
    }),
  },
});

/** Calls a meeting off. */
const callOffPage = definePage<MeetingPack>({
  address: '/meetings/:id/call-off',
  for: minuteTakers,
  words: meetingWords,
  load: loadPack('none'),
  show: (pack) => {
    const words = meetingWords.callOff;
    return {
      ...about(pack),
      title: words.title(instantInWords(pack.startsAt)),
      leads: [
        words.told(pack.panel.length, pack.items.length),
        words.wait(pack.items.length, pack.next === null ? undefined : instantInWords(pack.next.startsAt)),
        words.orMove,
      ],
      moveHref: `/meetings/${pack.id}/move`,
      submitWords: words.submit,
      aboutWords: words.about,
      kind: 'warning',
    };
  },
  forms: {
    step: commandForm<MeetingPack>({
      command: 'callOffMeeting',
      standing,
      refusal: begunRefusal,
      fields: { reason: reasonAt(meetingWords.callOff) },
      done: (_done, context) => saying(addressOf(context), 'calledOff'),
    }),
  },
});

/** The pages where a meeting is moved, or called off. */
export const changePages: readonly Page[] = [movePage, callOffPage];
