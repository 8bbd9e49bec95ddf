import type { CommandInTrouble, MailInTrouble, StuckSubject } from '../../../../db/queries/engine/operations';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { inWords } from '../grants/grant/events';
import { operationsWords as words } from './words';

/** One thing that is stuck, as the lists have it. */
export interface Line {
  readonly words: string;
  readonly href: string | undefined;
  readonly isOver: boolean;
}

/** An instant in words. */
export const moment = (at: string): string => instantInWords(at as Instant);

/** `startChecking` as people read it. */
export const named = (name: string): string =>
  inWords(
    name
      .replaceAll(/([A-Z])/g, ' $1')
      .replaceAll('-', ' ')
      .toLowerCase(),
  );

/** Where a subject is looked at, where it has a page of its own. */
export const pageOf = (subjectType: string, id: string): string | undefined =>
  ({
    grant: `/grants/${id}`,
    party: `/groups/${id}`,
    person: `/people/${id}`,
    meeting: `/meetings/${id}`,
    purchase: `/purchases/${id}`,
    payment_run: `/payment-runs/${id}`,
  })[subjectType];

/** Why a mail did not leave, from the code that is kept: in words where people can do something about it. */
export function whyInWords(code: string | null): string {
  if (code === null) return words.why.unknown;
  if (code === 'PERSON_LEFT' || code === 'NO_ADDRESS' || code === 'NOT_PUT_TOGETHER') return words.why[code];
  if (code.startsWith('EENVELOPE 5')) return words.why.address;
  return words.why.server;
}

/** A request that failed or waits. */
export const commandLine = (one: CommandInTrouble): Line => ({
  words: words.line(named(one.type), moment(one.receivedAt), one.attempts),
  href: pageOf(one.subjectType, one.subjectId),
  isOver: false,
});

/** Dates of a subject that could not be kept. */
export const stuckLine = ({ subjectType, subjectId, stuck }: StuckSubject): Line => ({
  words: `${named(subjectType)}: ${stuck.map((key) => named(key.split('|')[0] ?? '')).join(', ')}`,
  href: pageOf(subjectType, subjectId),
  isOver: false,
});

/** A mail that did not leave; it has a page of its own. */
export const mailLine = (one: MailInTrouble): Line => ({
  words: words.mailLine(named(one.template), moment(one.createdAt), whyInWords(one.lastError)),
  href: `/operations/mail/${one.id}`,
  isOver: one.givenUpAt !== null,
});
