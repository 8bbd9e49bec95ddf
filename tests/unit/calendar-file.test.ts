import { calendarFile } from '../../src/http/pages/public/calendar-file';

test('a deadline is one event of a calendar, in lines of at most 75 octets that end as RFC 5545 wants', () => {
  const file = calendarFile({
    id: '1',
    title: 'Last day to apply: Croydon, Sutton; and “everywhere else” that a very long name of a pot may mention',
    at: '2026-12-01T17:00:00.000Z',
    now: '2026-11-01T09:30:00.000Z',
    url: 'https://grants.example/o/croydon/pots/1',
  });
  expect(file).toContain('\r\nDTSTART:20261201T170000Z\r\n');
  expect(file).toContain('SUMMARY:Last day to apply: Croydon\\, Sutton\\; and');
  expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(file.replaceAll('\r\n ', '')).toContain('that a very long name of a pot may mention\r\n');
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
});
