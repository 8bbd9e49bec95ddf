import { randomUUID } from 'node:crypto';

import express, { type Express } from 'express';
import sharp from 'sharp';
import request from 'supertest';

import { findMeetingPack } from '../../db/queries/meetings/meeting-pack';
import { createApi } from '../../src/http/api';
import { createLooks } from '../../src/http/pages/looks';
import { withPanel } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup } from '../builders/group';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { readsOf, rolesOf } from '../support/reads';
import { testSeal } from '../support/seal';
import { aToken } from '../support/token';

let inbox: Inbox;
let organisation: Organisation;
let app: Express;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  const door = { db: inbox.db, applying: inbox.applying, runs: {} as never, preparing: testSeal };
  app = express()
    .use('/looks', createLooks(inbox.db))
    .use(
      '/api/v1',
      createApi({ door, reading: { db: inbox.db, open: testSeal.open } }, () => ({})),
    );
});
afterAll(() => inbox.close());

const change = (body: object, by = organisation.administrator) =>
  inbox.send(by, 'changeLook', organisation.tenantId, body);
const look = async () =>
  (
    await inbox.look(
      'select name, colour, version from tenant join organisation on tenant_id = tenant.id where tenant.id = $1',
      [organisation.tenantId],
    )
  )[0];

test('the name and colour change, and the colour is kept as style sheets name it', async () => {
  expect(await change({ name: 'Croydon Volunteers', colour: ' #1B4F72 ' })).toMatchObject({ status: 'applied' });
  expect(await look()).toEqual({ name: 'Croydon Volunteers', colour: '#1b4f72', version: 2 });
  expect(await change({ name: 'CVA', colour: null }, organisation.manager)).toMatchObject({ status: 'applied' });
  expect(await look()).toEqual({ name: 'CVA', colour: null, version: 3 });
  expect(
    await inbox.look("select before, after, audience from event where type = 'look_changed' order by sequence limit 1"),
  ).toEqual([{ before: { colour: null }, after: { colour: '#1b4f72', nameChanged: true }, audience: 'staff' }]);
});

test('how groups reach it changes only where it is said', async () => {
  const contact = async () =>
    inbox.look('select telephone, email, address from organisation where id = $1', [organisation.tenantId]);
  const reach = { telephone: '020 8253 7000', email: 'grants@croydon.example', address: '82 London Road\nCroydon' };
  await change({ name: 'CVA', colour: null, ...reach });
  await change({ name: 'CVA', colour: null });
  expect(await contact()).toEqual([reach]);
  await change({ name: 'CVA', colour: null, telephone: null });
  expect(await contact()).toEqual([{ ...reach, telephone: null }]);
});

test('a colour on which white words cannot be read is refused, with the nearest that is dark enough', async () => {
  expect(await change({ name: 'CVA', colour: '#777777' })).toMatchObject({
    refusal: {
      code: 'COLOUR_TOO_LIGHT',
      field: '/colour',
      facts: { darkEnough: '#767676' },
      detail: expect.stringContaining('The nearest colour that is dark enough is #767676.'),
    },
  });
  expect(await change({ name: 'CVA', colour: 'red; }' })).toMatchObject({
    refusal: { code: 'COLOUR_MALFORMED', field: '/colour' },
  });
});

test('whoever manages one pot changes nothing for all of them', async () => {
  const { potId } = await aPot(inbox, organisation, { budgetPence: 100_000 });
  const ofOne = await aPerson(inbox, organisation.tenantId, 'Of one pot', [{ role: 'fund_manager', potId }]);
  const refusal = { code: 'NOT_FOR_ONE_POT' };
  expect(await change({ name: 'Theirs', colour: null }, ofOne)).toMatchObject({ refusal });
  expect(await inbox.send(ofOne, 'removeLogo', organisation.tenantId, {})).toMatchObject({ refusal });
});

test('what a new organisation begins without is switched on by its manager, refused while it is off, and stays to be read', async () => {
  const reads = readsOf(inbox);
  const turn = (on: boolean, by = organisation.manager) =>
    inbox.send(by, 'changeSwitch', organisation.tenantId, { switch: 'online_scoring', on });
  const switchedOn = async (tenantId: string) =>
    (await inbox.look('select switched_on from organisation where tenant_id = $1', [tenantId]))[0];
  const founded = randomUUID();
  await inbox.look(`insert into tenant (id, name, slug) values ($1, 'New', $2)`, [
    founded,
    `new-${founded.slice(0, 8)}`,
  ]);
  expect(await switchedOn(founded)).toEqual({ switched_on: [] });

  const { potId } = await aPot(inbox, organisation, { budgetPence: 100_000 });
  const group = await aGroup(inbox, organisation);
  const { grantId } = await withPanel(inbox, { organisation, potId, group, askedPence: 50_000 });
  const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel);
  const [member] = organisation.panel;
  const score = () => inbox.send(member, 'score', grantId, { criterion: 'need', score: 4 });
  expect(await score()).toMatchObject({ status: 'applied' });
  expect(await turn(false)).toMatchObject({ status: 'applied' });
  expect(await score()).toMatchObject({ refusal: { code: 'SWITCHED_OFF' } });
  expect((await reads.as(member, 'getGrant', { id: grantId })).allowed).toEqual([]);
  const pack = await findMeetingPack(inbox.db, { ...member, roles: await rolesOf(inbox, member) }, meetingId);
  expect(pack!.items.find(({ id }) => id === grantId)!.scores).toMatchObject([{ criterion: 'need', score: 4 }]);

  for (let time = 0; time < 2; time++)
    expect(await turn(true, organisation.administrator)).toMatchObject({ status: 'applied' });
  expect(await switchedOn(organisation.tenantId)).toEqual({ switched_on: ['online_scoring'] });
  expect((await reads.as(member, 'getGrant', { id: grantId })).allowed).toEqual(['score']);
  expect(await reads.as(organisation.officer, 'getOrganisation', { id: organisation.tenantId })).toMatchObject({
    switchedOn: ['online_scoring'],
    allowed: [],
  });
  const ofOne = await aPerson(inbox, organisation.tenantId, 'Of one', [{ role: 'fund_manager', potId }]);
  expect(await turn(false, ofOne)).toMatchObject({ refusal: { code: 'NOT_FOR_ONE_POT' } });
  expect(
    await inbox.look("select before, after from event where type = 'switch_changed' order by sequence limit 1"),
  ).toEqual([{ before: { switch: 'online_scoring', on: true }, after: { switch: 'online_scoring', on: false } }]);
});

describe('a logo', () => {
  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#1b4f72' } })
      .jpeg()
      .withExif({ IFD0: { Artist: 'Somebody' } })
      .toBuffer();
  const upload = async (by: Organisation['manager'], content: Buffer, id = organisation.tenantId) =>
    request(app)
      .post(`/api/v1/organisations/${id}/logo`)
      .set('Authorization', `Bearer ${await aToken(inbox, by)}`)
      .set('Idempotency-Key', randomUUID())
      .attach('file', content, 'logo.jpg');

  test('is made anew and small, is there for anybody for ever, and is kept once', async () => {
    const sent = await picture(2_000, 1_000);
    const first = await upload(organisation.manager, sent);
    expect(first.status).toBe(201);
    const shown = await request(app).get(first.body.logo).expect(200);
    expect(shown.headers['cache-control']).toContain('immutable');
    const { format, width, height, exif } = await sharp(shown.body).metadata();
    expect([format, width, height, exif]).toEqual(['png', 320, 160, undefined]);
    expect((await upload(organisation.manager, sent)).body).toEqual(first.body);

    const other = await upload(organisation.administrator, await picture(100, 40));
    expect(other.body.logo).not.toBe(first.body.logo);
    await request(app).get(first.body.logo).expect(200);
    expect(await inbox.send(organisation.manager, 'removeLogo', organisation.tenantId, {})).toMatchObject({
      status: 'applied',
    });
    expect(await inbox.look('select logo_id from organisation where tenant_id = $1', [organisation.tenantId])).toEqual([
      { logo_id: null },
    ]);
  });

  test('is refused when it is none, or comes from somebody whose it is not to change', async () => {
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
    expect((await upload(organisation.manager, pdf)).body).toMatchObject({ code: 'LOGO_NOT_PICTURE' });
    expect((await upload(organisation.officer, await picture(10, 10))).body).toMatchObject({ code: 'NOT_YOURS_TO_DO' });
    const elsewhere = await anOrganisation(inbox);
    expect((await upload(organisation.manager, await picture(10, 10), elsewhere.tenantId)).status).toBe(404);
  });
});

test.each([
  ['1b4f72', 200],
  ['777777', 404],
  ['1b4f72%7D*%7Bdisplay:none', 404],
])('the style sheet of %s is answered with %i', async (colour, status) => {
  const answer = await request(app).get(`/looks/${colour}.css`).expect(status);
  if (status === 200) expect(answer.text).toBe(':root{--gp-brand:#1b4f72}\n');
});
