import { randomUUID } from 'node:crypto';

import express, { type Express } from 'express';
import sharp from 'sharp';
import request from 'supertest';

import { createApi } from '../../src/http/api';
import { createLooks } from '../../src/http/pages/looks';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
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
    .use('/api/v1', createApi({ door, reading: { db: inbox.db, open: testSeal.open } }, {}));
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
