import type { Instant } from '../../../domain/calendar';

/** A date as RFC 5545 writes it, in UTC. */
const stamp = (at: Instant): string => at.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');

/** Text as RFC 5545 escapes it (section 3.3.11). */
const escaped = (text: string): string => text.replaceAll(/([\\;,])/g, '\\$1').replaceAll('\n', '\\n');

/** A line of at most 75 octets, folded where it is longer (section 3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > 74) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part].join('\r\n ');
}

/** One event of a calendar (RFC 5545) that reminds a week and a day before. */
export function calendarFile(event: {
  readonly id: string;
  readonly title: string;
  readonly at: Instant;
  readonly now: Instant;
  readonly url: string;
}): string {
  const alarm = (before: string) => [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(event.title)}`,
    `TRIGGER:-${before}`,
    'END:VALARM',
  ];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Grantpot//EN',
    'BEGIN:VEVENT',
    `UID:${event.id}@grantpot`,
    `DTSTAMP:${stamp(event.now)}`,
    `DTSTART:${stamp(event.at)}`,
    `DTEND:${stamp(event.at)}`,
    `SUMMARY:${escaped(event.title)}`,
    `URL:${event.url}`,
    ...alarm('P7D'),
    ...alarm('P1D'),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');
}
