import { readReply } from '../../src/http/inbound-mail/read-reply';

const mail = (body: string, headers: Record<string, string> = {}) =>
  readReply(
    Buffer.from(
      [
        ...Object.entries({ From: 'Chair <Chair@Hibiscus.example>', 'Message-ID': '<1@x>', ...headers }).map(
          ([name, value]) => `${name}: ${value}`,
        ),
        '',
        body,
      ].join('\r\n'),
    ),
  );

test('what somebody wrote anew is read, without what they quote and their signature', async () => {
  const said =
    'Yes, on Tuesday.\n\nOn Mon, 23 Nov 2026 at 10:00, Croydon <no-reply@x.example> wrote:\n> A message\n> waits.';
  expect(await mail(said)).toEqual({
    kind: 'reply',
    from: 'chair@hibiscus.example',
    text: 'Yes, on Tuesday.',
    messageId: '<1@x>',
  });
  expect(await mail('Yes.\n\n-- \nThe Chair\n020 7946 0000')).toMatchObject({ text: 'Yes.' });
  const html = { 'Content-Type': 'text/html; charset=utf-8' };
  expect(await mail('<p>Yes, <b>please</b>.</p><script>x()</script>', html)).toMatchObject({ text: 'Yes, please.' });
});

test.each([
  { 'Auto-Submitted': 'auto-replied' },
  { Precedence: 'bulk' },
  { 'X-Autoreply': 'yes' },
  { 'List-Id': '<members.example>' },
  { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' },
])('what a machine sends is no answer: %j', async (headers) => {
  expect(await mail('I am away.', headers)).toEqual({ kind: 'automatic' });
});

test('nothing new, files, or nobody who wrote it are refused', async () => {
  expect(await mail('> Only what we wrote.')).toEqual({ kind: 'refused', why: 'EMPTY' });
  expect(await mail('Yes.', { From: '' })).toEqual({ kind: 'refused', why: 'UNREADABLE' });
  expect(await mail('Yes.', { From: 'a@x.example, b@x.example' })).toEqual({ kind: 'refused', why: 'UNREADABLE' });
  const withFile = [
    ...['--b', 'Content-Type: text/plain', '', 'Here it is.'],
    ...['--b', 'Content-Type: application/pdf', 'Content-Disposition: attachment; filename=a.pdf', '', 'x', '--b--'],
  ].join('\r\n');
  expect(await mail(withFile, { 'Content-Type': 'multipart/mixed; boundary=b' })).toEqual({
    kind: 'refused',
    why: 'FILES',
  });
});
