import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';

import sharp from 'sharp';

import type { Party } from '../../src/cli/story/people';
import { LARGEST_FILE } from '../../src/domain/files/files';
import { accepted, aGroupOverHttp, aPotOverHttp, aStaff, withThePanel, type Staff } from '../builders/over-http';
import { aPolicy } from '../builders/policy';
import { pence } from '../../src/domain/money/money';
import { startEngine, type Engine } from '../support/engine';
import { openFrontDoor, type FrontDoor } from '../support/front-door';
import { formOf, rawRequests, type Answer, type RawRequests } from '../support/raw-requests';
import { aPdf, officeFile } from '../support/zip';

let engine: Engine;
let door: FrontDoor;
let staff: Staff;
let group: Party;
let ask: RawRequests['ask'];
let grantId: string;
let conditionId: string;
beforeAll(async () => {
  engine = await startEngine();
  door = await openFrontDoor(engine);
  ({ ask } = rawRequests(engine.api, door.document));
  staff = await aStaff(engine.inbox);
  group = await aGroupOverHttp(door, staff, 'Heathfield Ecology Centre');
  const policy = aPolicy({ decision: { delegatedUpToPence: pence(200_000) } });
  const pot = await aPotOverHttp(door, staff, { policy, budgetPence: 10_000_000, funder: 'Home Office' });
  grantId = await withThePanel(door, staff, { pot, party: group, askedPence: 100_000 });
  const conditions = [{ wording: 'Show us your insurance' }];
  await door.as(staff.officer, 'decide', {
    id: grantId,
    body: { meetingId: null, outcome: 'award_with_conditions', conditions },
  });
  await accepted(door, grantId, group);
  conditionId = (await door.as(staff.officer, 'getGrant', { id: grantId })).conditions[0].id as string;
});
afterAll(() => engine.close());

const chair = () => group.people[0];
const evidence = () => ({ purpose: 'condition', about: conditionId });
const send = (
  form: FormData,
  { key = randomUUID(), path = `/grants/${grantId}/files`, token = chair().token } = {},
): Promise<Answer> => ask(token, 'POST', path, { headers: { 'Idempotency-Key': key }, body: form });

test('a file that is sent is listed, saved as it was, and taken away', async () => {
  const content = aPdf('/Mark(1)');
  const sent = await send(formOf(evidence(), content, '..\\..\\Our “insurance”.pdf.exe'));
  const { id } = sent.body;
  expect(sent.status).toBe(201);
  expect(sent.headers.get('location')).toBe(`/api/v1/files/${String(id)}`);
  expect(sent.body).toMatchObject({ ...evidence(), grantId, name: 'Our “insurance”.pdf.pdf', bytes: content.length });
  expect(
    door.document.answerFault('addGrantFile', { status: 201, type: 'application/json', body: sent.body }),
  ).toBeUndefined();
  expect((await door.as(staff.officer, 'listGrantFiles', { id: grantId })).items).toEqual([sent.body]);

  const response = await fetch(`${engine.api}/files/${String(id)}`, {
    headers: { Authorization: `Bearer ${staff.officer.token}` },
  });
  expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="Our _insurance_.pdf.pdf"; filename*=UTF-8''Our%20%E2%80%9Cinsurance%E2%80%9D.pdf.pdf`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
  });
  expect((await ask(staff.panel[0].token, 'GET', `/files/${String(id)}`)).status).toBe(404);

  expect((await ask(chair().token, 'DELETE', `/files/${String(id)}`)).status).toBe(204);
  expect((await ask(chair().token, 'GET', `/files/${String(id)}`)).status).toBe(404);
  expect((await door.as(staff.officer, 'listGrantFiles', { id: grantId })).items).toEqual([]);
});

test('a photo keeps nothing of where it was taken', async () => {
  const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .withExif({ IFD3: { GPSLatitude: '51/1 22/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();
  const { body } = await send(formOf({ purpose: 'photo', people: 'agreed' }, photo, 'IMG_0001.HEIC'));
  expect(body).toMatchObject({ name: 'IMG_0001.jpg', mediaType: 'image/jpeg', people: 'agreed' });
  const response = await fetch(`${engine.api}/files/${String(body.id)}`, {
    headers: { Authorization: `Bearer ${chair().token}` },
  });
  expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).exif).toBeUndefined();
});

test('the same key sends the same file once', async () => {
  const key = randomUUID();
  const [first, again] = [await send(formOf(evidence()), { key }), await send(formOf(evidence()), { key })];
  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  const other = await send(formOf(evidence(), aPdf('/Other(1)')), { key });
  expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
});

test.each<[what: string, status: number, code: string, form: () => FormData]>([
  [
    'no file',
    422,
    'FILE_MISSING',
    () => {
      const form = formOf(evidence());
      form.delete('file');
      return form;
    },
  ],
  ['an empty file', 422, 'FILE_EMPTY', () => formOf(evidence(), Buffer.alloc(0))],
  [
    'a drawing called a picture',
    422,
    'FILE_TYPE_NOT_TAKEN',
    () => formOf(evidence(), Buffer.from('<svg onload="alert(1)"/>'), 'a.png'),
  ],
  [
    'a file with macros',
    422,
    'FILE_HAS_MACROS',
    () => formOf(evidence(), officeFile('docx', [{ name: 'word/vbaProject.bin', content: 'x' }]), 'a.docx'),
  ],
  ['more than fits', 422, 'FILE_TOO_LARGE', () => formOf(evidence(), Buffer.alloc(LARGEST_FILE + 1))],
  [
    'two files',
    400,
    'MALFORMED_FORM',
    () => {
      const form = formOf(evidence());
      form.append('file', new Blob(['a']), 'b.pdf');
      return form;
    },
  ],
  [
    'a file in another field',
    400,
    'MALFORMED_FORM',
    () => {
      const form = formOf(evidence());
      form.set('picture', new Blob(['a']), 'b.pdf');
      return form;
    },
  ],
  ['too much said', 400, 'MALFORMED_FORM', () => formOf({ ...evidence(), about: 'x'.repeat(5_000) })],
  ['something unknown said', 422, 'BODY_INVALID', () => formOf({ ...evidence(), isAdmin: 'yes' })],
  ['another purpose', 422, 'BODY_INVALID', () => formOf({ purpose: 'invoice' })],
  ['about what is not there', 422, 'FILE_ABOUT_UNKNOWN', () => formOf({ purpose: 'condition', about: randomUUID() })],
  ['about a question that was not asked', 422, 'FILE_ABOUT_UNKNOWN', () => formOf({ purpose: 'answer', about: 'why' })],
])('%s is refused with %i %s', async (_, status, code, form) => {
  const answer = await send(form());
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(
    door.document.answerFault('addGrantFile', {
      status: answer.status,
      type: 'application/problem+json',
      body: answer.body,
    }),
  ).toBeUndefined();
});

test('what is no form with a file is told so, and a form that is cut off', async () => {
  const headers = { 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' };
  const json = await ask(chair().token, 'POST', `/grants/${grantId}/files`, { headers, body: '{}' });
  expect([json.status, json.body.code]).toEqual([415, 'MULTIPART_WANTED']);
  const cut = { 'Idempotency-Key': randomUUID(), 'Content-Type': 'multipart/form-data; boundary=x' };
  const body = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7';
  const answer = await ask(chair().token, 'POST', `/grants/${grantId}/files`, { headers: cut, body });
  expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED_FORM']);
});

test('a file far over the limit is answered before any of it has come', async () => {
  const { hostname, port } = new URL(engine.api);
  const socket = connect(Number(port), hostname);
  const answered = new Promise<string>((resolve, reject) => {
    socket.once('data', (piece: Buffer) => {
      resolve(piece.toString());
    });
    socket.once('error', reject);
  });
  socket.write(
    `POST /api/v1/grants/${grantId}/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${chair().token}\r\nIdempotency-Key: ${randomUUID()}\r\n` +
      'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000000\r\n\r\n' +
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n',
  );
  const answer = await answered;
  expect(answer).toContain('HTTP/1.1 422');
  expect(answer).toContain('FILE_TOO_LARGE');
  socket.destroy();
});

test('nobody else sends or takes away anything', async () => {
  const other = await aGroupOverHttp(door, staff, 'Mighty Men of Valour');
  const kept = (await send(formOf(evidence(), aPdf('/Kept(1)')))).body.id as string;
  for (const [token, statuses] of [
    [other.people[0].token, [404, 404]],
    [staff.panel[0].token, [403, 403]],
    [staff.paymentMaker.token, [403, 403]],
  ] as const) {
    const added = await send(formOf(evidence()), { token });
    const removed = await ask(token, 'DELETE', `/files/${kept}`);
    expect([added.status, removed.status]).toEqual(statuses);
  }
  expect((await ask(chair().token, 'GET', `/files/${kept}`)).status).toBe(200);
});

test('anybody can put the deadline of a round that takes applications into their calendar', async () => {
  const root = engine.api.replace('/api/v1', '');
  const pot = await aPotOverHttp(door, staff, {
    policy: aPolicy({ intake: 'window' }),
    budgetPence: 10_000,
    funder: 'A trust',
  });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const planned = await door.as(staff.manager, 'planRound', {
    body: { potId: pot.potId, name: 'Spring', opensAt: day(-1), closesAt: day(10), decideBy: day(20) },
  });
  const address = `${root}/calendar/rounds/${String(planned.subject.id)}.ics`;
  await door.until(staff.manager, 'getRound', { id: planned.subject.id }, ({ state }) => state === 'open', 'open');
  const response = await fetch(address);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(await response.text()).toMatch(/^BEGIN:VCALENDAR\r\n[^]*UID:round-/);
  for (const id of [grantId, 'no-id', randomUUID()])
    expect((await fetch(`${root}/calendar/rounds/${id}.ics`)).status).toBe(404);
});
