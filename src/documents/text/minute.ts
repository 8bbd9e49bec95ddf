import {
  type CalendarDate,
  dateInWords,
  type Instant,
  instantInWords,
  londonDate,
  type Period,
} from '../../domain/calendar/calendar';
import type { DecisionOutcome } from '../../domain/decision/decision';
import { formatPounds, type Pence } from '../../domain/money/money';
import type { Ruling } from '../../domain/decision/quorum';
import { periodInWords } from '../../domain/policy/period-in-words';
import { type Block, document, type Document, facts, heading, list, paragraph } from './document';
import { say } from './say';
import { meetingWords as words, outcomeWords } from './words/meeting';

/** Where and when a panel meets. */
export interface MeetingFacts {
  readonly pot: string;
  readonly startsAt: Instant;
  readonly online: boolean;
  readonly place: string | null;
  readonly quorum: number;
  readonly chair: string | null;
}

/** What somebody at a meeting is to the group of one item. */
export interface InterestFact {
  readonly name: string;
  readonly level: 'connected' | 'knows';
  /** What the chair ruled of who knows the group; null until then. */
  readonly ruling: Ruling | null;
}

/** An interest as minute and pack have it. */
export function interestInWords({ name, level, ruling }: InterestFact): string {
  const said = say(words[level], { name });
  return ruling === null ? said : `${said}; ${words.ruled[ruling]}`;
}

/** What was decided of one application, with who counted. */
export interface DecidedItem {
  readonly reference: string;
  readonly group: string;
  readonly askedPence: Pence;
  readonly outcome: DecisionOutcome;
  readonly amountPence: Pence | null;
  readonly reasons: string | null;
  readonly counted: readonly string[];
  readonly conditions: readonly {
    readonly number: number;
    readonly wording: string;
    readonly dueWithin: Period | null;
  }[];
  /** The names of what it was judged by. */
  readonly judgedBy: string;
  /** The pot's own period for a condition that has none. */
  readonly conditionsWithin: Period;
  readonly interests: readonly InterestFact[];
}

/** What a minute is made of. */
export interface MinuteFacts extends MeetingFacts {
  readonly isEnded: boolean;
  readonly present: readonly string[];
  readonly nextMeetingOn: CalendarDate | null;
  readonly items: readonly DecidedItem[];
}

/** The minute of a panel's meeting: who came, their interests, and for each item what was decided, why and by how many. */
export function minuteText(of: MinuteFacts): Document {
  const { isEnded, present, nextMeetingOn, items } = of;
  return document(say(words.minuteTitle, { date: dateInWords(londonDate(of.startsAt)) }), [
    ...(isEnded ? [] : [paragraph(words.minuteDraft)]),
    ...meetingBlocks(of),
    heading(2, words.present),
    present.length === 0 ? paragraph(words.nobody) : list(present),
    ...(items.length === 0 ? [paragraph(words.undecided)] : items.flatMap(itemBlocks)),
    heading(2, words.next),
    paragraph(nextMeetingOn === null ? words.noNext : dateInWords(nextMeetingOn)),
    paragraph(words.signature),
  ]);
}

/** Where and when, as minute and pack have it. */
export function meetingBlocks({ pot, startsAt, online, place, quorum, chair }: MeetingFacts): readonly Block[] {
  return [
    heading(2, words.meeting),
    facts([
      [words.pot, pot],
      [words.when, instantInWords(startsAt)],
      // What joins people online is a link that opens the meeting.
      [words.where, online ? words.online : (place ?? words.nobodyYet)],
      [words.chair, chair ?? words.nobodyYet],
      [words.quorum, say(words.quorumOf, { quorum: String(quorum) })],
    ]),
  ];
}

function itemBlocks(item: DecidedItem, place: number): readonly Block[] {
  const { group, reference, askedPence, outcome, amountPence, reasons, counted, conditions, interests } = item;
  const declared = interests.map(interestInWords);
  return [
    heading(2, say(words.item, { number: String(place + 1), group, reference })),
    facts([
      [words.asked, formatPounds(askedPence)],
      [words.interests, declared.length === 0 ? words.noInterests : `${declared.join('. ')}.`],
      [words.judgedBy, item.judgedBy],
      [words.decision, outcomeWords[outcome]],
      [words.awarded, amountPence === null ? words.nothing : formatPounds(amountPence)],
      [words.decidedBy, `${String(counted.length)}: ${counted.join(', ')}`],
      ...(reasons === null ? [] : [[words.reasons, reasons] as const]),
    ]),
    ...(conditions.length === 0
      ? []
      : [
          heading(3, words.conditions),
          list(
            conditions.map(({ number, wording, dueWithin }) =>
              say(words.condition, {
                number: String(number),
                wording,
                period: periodInWords(dueWithin ?? item.conditionsWithin),
              }),
            ),
          ),
        ]),
  ];
}
