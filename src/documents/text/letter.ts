import { dateInWords, type Instant, londonDate } from '../../domain/calendar/calendar';
import { document, facts, paragraph, type Document } from './document';
import { letterWords as words } from './words/letter';

/** What a letter on paper says. */
export interface LetterOnPaper {
  readonly subject: string;
  /** With the salutation first. */
  readonly paragraphs: readonly string[];
  readonly group: string;
  readonly reference: string | null;
  /** The instant whose day it has. */
  readonly at: Instant;
  /** Who signs it; null where nobody looks after the grant. */
  readonly officer: string | null;
  readonly organisation: string;
}

/** A letter to a group, to be printed: to whom and of which day, what its pot words, and who signs it. */
export function letterText(letter: LetterOnPaper): Document {
  const { subject, paragraphs, group, reference, at, officer, organisation } = letter;
  return document(subject, [
    facts([
      [words.to, group],
      [words.on, dateInWords(londonDate(at))],
      ...(reference === null ? [] : [[words.reference, reference] as const]),
    ]),
    ...paragraphs.map(paragraph),
    paragraph(words.closing),
    ...(officer === null ? [] : [paragraph(officer)]),
    paragraph(organisation),
  ]);
}
