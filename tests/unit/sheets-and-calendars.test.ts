import { meetingCalendar, roundCalendar } from '../../src/documents/calendar-file';
import { csvOf, xlsxOf, type Sheet } from '../../src/documents/sheet';
import { pence } from '../../src/domain/money/money';
import { inspectFile } from '../../src/files/inspect';

const sheet: Sheet = {
  name: 'Grants',
  columns: ['Reference', 'Asked (£)', 'Decided on'],
  lines: [
    [{ text: 'CRO-2026-0042' }, { pence: pence(193_550) }, { on: '2026-11-09' }],
    [{ text: '=HYPERLINK("http://x","a")' }, { pence: null }, { on: null }],
    [{ text: '+44 "quoted", Siân' }, { pence: pence(-5) }, { on: null }],
  ],
  note: '@There are more.',
};

test('a CSV has sums in pounds, days that sort, and no formula', () => {
  const text = csvOf(sheet).toString('utf8');
  expect(text).toBe(
    '\ufeffReference,Asked (£),Decided on\r\n' +
      'CRO-2026-0042,1935.50,2026-11-09\r\n' +
      `"'=HYPERLINK(""http://x"",""a"")",,\r\n` +
      `"'+44 ""quoted"", Siân",'-0.05,\r\n` +
      `'@There are more.\r\n`,
  );
});

test('an Excel file is one, and takes nothing for a formula', async () => {
  const file = await xlsxOf(sheet);
  expect(await inspectFile(file)).toMatchObject({ kind: 'xlsx' });
  expect(file.toString('latin1')).not.toContain('<f>');
});

test('a deadline in a calendar is its last hour, the same file each time, with two reminders', () => {
  const facts = {
    id: '0199d3a0-5c1e-7000-8000-00000000f300',
    round: 'Spring, 2027',
    pot: 'Croydon small grants; first',
    organisation: 'Croydon Voluntary Action',
    opensAt: '2027-03-01T09:00:00.000Z',
    closesAt: '2027-03-31T16:00:00.000Z',
    isComing: false,
    version: 3,
    url: 'https://grants.example.org',
  } as const;
  const file = roundCalendar(facts);
  expect(roundCalendar(facts)).toBe(file);
  for (const line of [
    'BEGIN:VCALENDAR',
    'METHOD:PUBLISH',
    `UID:round-${facts.id}@grantpot`,
    'SEQUENCE:3',
    'DTSTAMP:20270301T090000Z',
    'DTSTART:20270331T150000Z',
    'DTEND:20270331T160000Z',
    'TRIGGER:-PT168H',
    'TRIGGER:-PT24H',
  ])
    expect(file.split('\r\n')).toContain(line);
  const unfolded = file.replaceAll('\r\n\t', '').replaceAll('\r\n ', '');
  expect(unfolded).toContain('SUMMARY:Last moment to apply: Croydon small grants\\; first\\, Spring\\, 2027');
  expect(unfolded).toContain('5pm on Wednesday 31 March 2027');
  expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(1);

  // Of a round that is planned also when it opens.
  const coming = roundCalendar({ ...facts, isComing: true });
  for (const line of [
    'METHOD:PUBLISH',
    `UID:round-${facts.id}-opens@grantpot`,
    'DTSTART:20270301T090000Z',
    `UID:round-${facts.id}@grantpot`,
    'DTEND:20270331T160000Z',
  ])
    expect(coming.split('\r\n')).toContain(line);
  expect(coming.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(coming.match(/^DTSTAMP:.*$/gm)).toEqual(['DTSTAMP:20270301T090000Z', 'DTSTAMP:20270301T090000Z']);
  expect(coming.replaceAll('\r\n\t', '')).toContain('SUMMARY:Applications open: Croydon small grants');
});

test('a meeting in a calendar is its two hours; moved, a newer one; called off, it goes', () => {
  const facts = {
    id: '0199d3a0-5c1e-7000-8000-00000000f400',
    state: 'planned',
    pot: 'Croydon small grants',
    organisation: 'Croydon Voluntary Action',
    place: '82 London Road, Croydon',
    plannedAt: '2027-03-01T09:00:00.000Z',
    startsAt: '2027-03-31T17:00:00.000Z',
    version: 1,
    url: 'https://grants.example.org/meetings/1',
  } as const;
  const lines = (over: object) => meetingCalendar({ ...facts, ...over }).split('\r\n');
  const planned = ['METHOD:PUBLISH', 'STATUS:CONFIRMED', `UID:meeting-${facts.id}@grantpot`, 'SEQUENCE:1'];
  const when = ['DTSTART:20270331T170000Z', 'DTEND:20270331T190000Z', 'TRIGGER:-PT24H'];
  expect(lines({})).toEqual(expect.arrayContaining([...planned, ...when, 'LOCATION:82 London Road\\, Croydon']));
  expect(lines({ startsAt: '2027-04-07T17:00:00.000Z', version: 2, place: null })).toEqual(
    expect.arrayContaining([planned[2], 'SEQUENCE:2', 'DTSTART:20270407T170000Z']),
  );
  const off = lines({ state: 'called_off', version: 3 });
  expect(off).toEqual(expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', planned[2], 'SEQUENCE:3']));
  expect(off.join()).not.toContain('TRIGGER');
});
