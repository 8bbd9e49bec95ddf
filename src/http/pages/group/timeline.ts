import type { TimelineEvent } from '../../../../db/queries/grants/timeline';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import type { InstalmentBlocker } from '../../../domain/award/instalment-due';
import type { ConfirmationKind } from '../../../domain/application/confirmations';
import type { CheckKind } from '../../../domain/policy/policy';
import { checkWords } from '../frame/policy-words';
import { sum } from '../frame/sum';
import type { GroupGrant } from './grant-data';
import { groupWords as w } from './words';

/** What happened, the newest first. Papers that one person looked at one after the other are one line. */
export function timelineView({ owner }: Pick<GroupGrant, 'owner'>, events: readonly TimelineEvent[]) {
  const told = events.filter(({ type }) => w.events[type] !== undefined);
  return told.flatMap((event, place) => {
    const { type, actor, after, at } = event;
    if (isSameLook(told[place - 1], event)) return [];
    const line = (words: string) => (actor === null ? words : w.grant.actor(words, actor.name));
    const shown = (words: string) => [
      { line: words, at: instantInWords(at as Instant), iso: at, why: event.text, facts: '' },
    ];
    if (type === 'check_recorded') {
      const others = told.slice(place + 1);
      const end = others.findIndex((other, index) => !isSameLook(told[place + index], other));
      const looked = [event, ...(end === -1 ? others : others.slice(0, end))];
      const papers = [...new Set(looked.map(paperOf))];
      return shown(line(w.grant.checked(papers.length, papers.join('; '))));
    }
    // Whoever gave it to somebody is not who looks after it from then on.
    if (type === 'owner_changed')
      return shown(
        owner !== null && after['ownerId'] === owner.id ? w.grant.looksAfter(owner.name) : (w.events[type] ?? ''),
      );
    // Whoever wrote the minute has not decided what the panel did.
    if (type === 'decision_made')
      return shown(after['meetingId'] == null ? line(decided(event)) : w.grant.actor(decided(event), w.grant.panel));
    if (type === 'confirmation_answered') return shown(confirmed(event));
    if (type === 'instalment_fell_due') return shown(fellDue(event));
    return shown(line(w.events[type] ?? ''));
  });
}

/** Whether somebody looked at one more paper after another; the newer is told with the older. */
const isSameLook = (newer: TimelineEvent | undefined, older: TimelineEvent): boolean =>
  newer?.type === 'check_recorded' && older.type === 'check_recorded' && newer.actor?.id === older.actor?.id;

const sumOf = (value: unknown): string => sum(typeof value === 'number' ? value : 0);

const outcomes: Readonly<Record<string, (sum: string) => string>> = w.grant.decided;

/** What was decided, and the sum where one was. */
const decided = ({ type, after }: TimelineEvent): string =>
  outcomes[String(after['outcome'])]?.(sumOf(after['amountPence'])) ?? w.events[type] ?? '';

/** Who was asked to confirm something, and what they said; an answer that came too late says neither. */
const confirmed = ({ type, after }: TimelineEvent): string =>
  w.grant.confirmed[String(after['kind']) as ConfirmationKind]?.[String(after['answer']) as 'confirmed' | 'denied'] ??
  w.events[type] ??
  '';

/** That a part of the grant fell due, and what keeps us from paying it, which is why the same part falls due again later. */
function fellDue({ after }: TimelineEvent): string {
  const amount = sumOf(after['amountPence']);
  const blockedBy = (after['blockedBy'] ?? []) as readonly InstalmentBlocker[];
  return blockedBy.length === 0
    ? w.grant.fellDue(amount)
    : w.grant.fellDueBlocked(amount, blockedBy.map((blocker) => w.grant.blockers[blocker]).join(', and '));
}

/** Which paper was looked at, in the middle of a sentence. */
function paperOf({ after }: TimelineEvent): string {
  const words = checkWords[after['kind'] as CheckKind];
  return words.charAt(0).toLowerCase() + words.slice(1);
}
