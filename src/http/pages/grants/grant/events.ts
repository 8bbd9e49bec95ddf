import type { TimelineEvent } from '../../../../../db/queries/grants/timeline';
import { isId } from '../../../../contracts/ids';
import { instantInWords, isCalendarDate, shortDateInWords, type Instant } from '../../../../domain/calendar/calendar';
import { grantWords } from '../words';
import { sum } from '../../frame/sum';

/** `offer_accepted` as people read it. */
export const inWords = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;

const moment = (at: string): string => instantInWords(at as Instant);
const known: Readonly<Record<string, string>> = grantWords.events;

/** What happened, by its name. */
const whatHappened = (type: string): string => known[type] ?? inWords(type);

/** One thing that happened, in a line: what, who, when, and the words that were given with it. */
export function eventInWords({ type, actor, at, text }: Pick<TimelineEvent, 'type' | 'actor' | 'at' | 'text'>): string {
  const line = grantWords.grant.by(whatHappened(type), actor?.name);
  return grantWords.grant.happened(line, moment(at), text);
}

/** The timeline as its template has it. */
export const timelineView = (events: readonly TimelineEvent[]) =>
  events.map((event) => ({
    line: grantWords.grant.by(whatHappened(event.type), event.actor?.name),
    at: moment(event.at),
    iso: event.at,
    why: event.text,
    facts: factsOf(event),
  }));

/** Facts of events that only programs use, or that are said with another or by the event’s own name. */
const keptBack: ReadonlySet<string> = new Set(['state', 'reportState', 'version', 'needed', 'counted', 'attempt']);
/** Sums that are told only where there is one: nothing kept is nothing to say. */
const toldIfAny: ReadonlySet<string> = new Set(['keptPence', 'givenBackPence', 'refundDuePence']);
const factNames: Readonly<Record<string, string>> = grantWords.facts;

/** What an event says besides its name, as far as a reader can use it: sums, dates and states; ids stay out. */
function factsOf({ before, after }: TimelineEvent): string {
  return Object.entries(after)
    .filter(
      ([name, value]) =>
        !keptBack.has(name) && !(toldIfAny.has(name) && value === 0) && value !== null && value !== '' && !isIds(value),
    )
    .map(([name, value]) => {
      if (name === 'acceptances' && 'needed' in after)
        return grantWords.grant.acceptances(String(value), String(after['needed']));
      const from = before[name];
      const now = factInWords(name, value);
      const isChanged = from !== undefined && from !== null && from !== value;
      return isChanged ? `${nameOf(name)}: ${now} (was ${factInWords(name, from)})` : `${nameOf(name)}: ${now}`;
    })
    .join('; ');
}

/** Whether a fact is an id, or a list of them. */
const isIds = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isIds) : typeof value === 'string' && isId(value);

const nameOf = (name: string): string =>
  factNames[name] ??
  inWords(
    name
      .replace(/(Pence|At|On)$/, '')
      .replaceAll(/([A-Z])/g, ' $1')
      .toLowerCase(),
  );

const valuesInWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...grantWords.factValues,
  kind: Object.fromEntries(Object.entries(grantWords.act.checks.kinds).map(([kind, [check]]) => [kind, check])),
};

function factInWords(name: string, value: unknown): string {
  const said = valuesInWords[name]?.[String(value)];
  if (said !== undefined) return said;
  if (typeof value === 'number' && name.endsWith('Pence')) return sum(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((one) => factInWords(name, one)).join(', ');
  if (typeof value !== 'string') return String(value);
  if (isCalendarDate(value)) return shortDateInWords(value);
  if (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)) return moment(value);
  return /^[a-z_]+$/.test(value) ? value.replaceAll('_', ' ') : value;
}
