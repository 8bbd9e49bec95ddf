import type { GrantListed } from '../../../../db/queries/grants';
import type { Page } from '../../../../db/queries/paging';
import type { TimelineEvent } from '../../../../db/queries/timeline';
import { isId } from '../../../contracts/ids';
import { instantInWords, isCalendarDate, londonDate, shortDateInWords, type Instant } from '../../../domain/calendar';
import { formatPounds, pence, type Pence } from '../../../domain/money';
import type { grantAnswer } from '../../schemas/reads/grants';
import type { Told } from '../../api/read-route';
import { grantWords } from './words';

/** A tag's colour has one meaning: yours to do, with someone else, done, late or stopped, over. */
export type TagMeaning = 'yours' | 'other' | 'done' | 'late' | 'over';

const stageWords: Readonly<Record<string, readonly [string, TagMeaning]>> = {
  draft: ['Not sent yet', 'other'],
  submitted: ['To check', 'yours'],
  checking: ['Being checked', 'yours'],
  assessing: ['With the panel', 'other'],
  not_yet: ['Not yet', 'over'],
  refused: ['Refused', 'over'],
  withdrawn: ['Withdrawn', 'over'],
  ineligible: ['Ineligible', 'over'],
  expired: ['Draft given up', 'over'],
  offered: ['Offered', 'other'],
  active: ['Active', 'other'],
  closing: ['Closing', 'other'],
  closed: ['Finished', 'done'],
  declined: ['Declined', 'over'],
  lapsed: ['The offer ran out', 'over'],
  terminated: ['Ended early', 'late'],
};

const tagOf = (stage: string, onHold: boolean) => {
  const [words, meaning] = onHold ? (['On hold', 'late'] as const) : (stageWords[stage] ?? [stage, 'other']);
  return { words, meaning };
};

const sum = (amount: number | null): string => (amount === null ? '' : formatPounds(pence(amount)));
const day = (at: string): string => shortDateInWords(londonDate(at as Instant));
const moment = (at: string): string => instantInWords(at as Instant);
/** `offer_accepted` as people read it. */
const inWords = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;

/** The list of grants as its page has it. */
export function grantsView({ items, next }: Page<GrantListed>) {
  return {
    next,
    grants: items.map((one) => ({
      id: one.id,
      reference: one.reference ?? 'Draft',
      group: one.party.name,
      pot: one.pot.name,
      tag: tagOf(one.stage, one.onHold),
      amount: sum(one.awardedPence ?? one.askedPence),
      sent: one.submittedAt === null ? '' : day(one.submittedAt),
    })),
  };
}

/** One grant as its page has it: where it is, who has it, what is next by when; then its money, its payments and its timeline. */
export function grantView(grant: Told<typeof grantAnswer>, events: readonly TimelineEvent[]) {
  const { money } = grant;
  return {
    title: grant.reference === null ? grant.party.name : `${grant.reference} ${grant.party.name}`,
    grant: {
      group: grant.party.name,
      reference: grant.reference ?? 'Draft',
      pot: grant.pot.name,
      owner: grant.owner?.name ?? grantWords.grant.nobody,
      purpose: grant.application?.purpose ?? '',
    },
    tagNow: tagOf(grant.stage, grant.onHold),
    next: {
      what: grant.next.what,
      why: grant.next.why,
      of: grant.next.of,
      by: grant.next.by === null ? undefined : moment(grant.next.by),
    },
    money: money === null ? undefined : moneyLines(money),
    payments: grant.payments.map((one) => ({
      to: one.payee.name,
      amount: sum(one.amountPence),
      due: day(one.dueAt),
      state: inWords(one.state),
      why: one.why ?? '',
    })),
    events: events.map((event) => ({
      line: grantWords.grant.by(inWords(event.type), event.actor?.name ?? 'Grantpot'),
      at: moment(event.at),
      iso: event.at,
      why: event.text,
      facts: factsOf(event),
    })),
  };
}

const moneyLines = (money: Readonly<Record<'awardedPence' | 'paidPence' | 'promisedPence' | 'leftPence', number>>) =>
  (
    [
      ['Awarded', money.awardedPence],
      ['Paid', money.paidPence],
      ['Promised, not yet paid', money.promisedPence],
      ['Left', money.leftPence],
    ] as const
  ).map(([words, amount]) => ({ words, amount: formatPounds(amount as Pence) }));

/** What an event says besides its name, as far as a reader can use it: sums, dates and states; ids stay out. */
function factsOf({ before, after }: TimelineEvent): string {
  return Object.entries(after)
    .filter(([name, value]) => name !== 'state' && value !== null && value !== '' && !isIds(value))
    .map(([name, value]) => {
      const from = before[name];
      const now = factInWords(name, value);
      const known = from !== undefined && from !== null && from !== value;
      return known ? `${nameOf(name)}: ${now} (was ${factInWords(name, from)})` : `${nameOf(name)}: ${now}`;
    })
    .join('; ');
}

/** Whether a fact is an id, or a list of them. */
const isIds = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isIds) : typeof value === 'string' && isId(value);

const nameOf = (name: string): string =>
  inWords(
    name
      .replace(/(Pence|At|On)$/, '')
      .replaceAll(/([A-Z])/g, ' $1')
      .toLowerCase(),
  );

function factInWords(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Pence')) return formatPounds(pence(value));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((one) => factInWords(name, one)).join(', ');
  if (typeof value !== 'string') return String(value);
  if (isCalendarDate(value)) return shortDateInWords(value);
  if (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)) return moment(value);
  return /^[a-z_]+$/.test(value) ? value.replaceAll('_', ' ') : value;
}
