import { randomUUID } from 'node:crypto';

import sharp from 'sharp';

import type { Person } from '../../src/cli/story/cast';
import { dayFromNow } from '../../src/cli/story/stages';
import { LARGEST_FILE } from '../../src/domain/files';
import { aGroupOverHttp, accepted, applied } from '../builders/over-http';
import { openBrowser, widths, type Browsing, type TestBrowser, type Visit } from '../support/browser';
import { cookieOf, signInAs } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';
import { aPdf, officeFile } from '../support/zip';

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
const visits: Visit[] = [];
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  browser = await openBrowser(url);
});
afterAll(async () => {
  await browser.close();
  await lives.close();
});
afterEach(async () => {
  for (const visit of visits.splice(0)) {
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }
});

const phone = { width: widths.phone, scripts: false };
const desktop = { width: widths.desktop, scripts: true };

async function visitAs(person: Person, browsing: Browsing = phone): Promise<Visit> {
  const visit = await browser.visit(browsing);
  visits.push(visit);
  await signInAs(visit, url, person);
  return visit;
}

/** Looks at the page as it is: one heading, nothing that axe finds, nothing wider than the window. */
async function look({ page, axe, widerThanWindow }: Visit, heading: string): Promise<void> {
  await page.waitForLoadState('load');
  expect(await page.locator('h1').allInnerTexts()).toEqual([expect.stringContaining(heading)]);
  expect(await axe()).toEqual([]);
  expect(await widerThanWindow()).toBeUndefined();
}
const says = async ({ page }: Visit, text: string) => {
  expect(await page.locator('main').innerText()).toContain(text);
};
const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = ({ page }: Visit, name: string) => page.getByRole('link', { name }).first().click();
const shot = async ({ page }: Visit, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

interface Chosen {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
const chooseFile = ({ page }: Visit, file: Chosen) => page.getByLabel('Choose a').setInputFiles(file);

/** A photo as a phone takes it: turned, and with the place where it was taken. */
const photo = async (): Promise<Chosen> => ({
  name: 'IMG_0001.JPG',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 120, height: 80, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Make: 'A phone' }, IFD3: { GPSLatitude: '51/1 22/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer(),
});
const pdf = (name: string): Chosen => ({ name, mimeType: 'application/pdf', buffer: aPdf(`/Mark(${randomUUID()})`) });
const word = (name: string): Chosen => ({
  name,
  mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  buffer: officeFile('docx'),
});
/** A program that calls itself a PDF. */
const program: Chosen = { name: 'statement.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0program') };
const large: Chosen = { name: 'film.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(LARGEST_FILE + 1, 0xff) };

/** What somebody gets who opens a link to a file. */
async function saved(person: Person, address: string): Promise<Response> {
  const { name, value } = await cookieOf(person);
  return fetch(`${url}${address}`, { headers: { cookie: `${name}=${value}` }, redirect: 'manual' });
}
const hrefOf = async ({ page }: Visit, name: string) =>
  (await page.getByRole('link', { name }).first().getAttribute('href')) ?? '';

/** A grant with an open condition. */
async function withCondition(): Promise<string> {
  const pot = await lives.aPot({ checks: [{ kind: 'recent_bank_statement', validFor: 'P12M' }] }, 1_000_000);
  const { door, group, staff } = lives;
  const id = await applied(door, { pot, party: group, askedPence: 100_000 });
  await door.as(staff.officer, 'startChecking', { id });
  const check = { kind: 'recent_bank_statement', passed: true, seenOn: dayFromNow(0) };
  await door.as(staff.officer, 'recordCheck', { id, body: check });
  await door.as(staff.officer, 'passToPanel', { id });
  const conditions = [{ wording: 'Show us that your hall is insured.' }];
  const body = { meetingId: null, outcome: 'award_with_conditions', conditions };
  await door.as(staff.officer, 'decide', { id, body });
  await accepted(door, id, group);
  return id;
}

test('a group shows that a condition is met, from a phone without scripts, and staff see it', async () => {
  const id = await withCondition();
  const [chair] = lives.group.people;
  const visit = await visitAs(chair);
  await visit.open(`/grants/${id}`);
  await follow(visit, 'Show us that it is done');
  await look(visit, 'Condition 1');
  await press(visit, 'Upload the file');
  await says(visit, 'No file came with this. Choose a file, then send it.');
  await look(visit, 'Condition 1');
  await shot(visit, 'condition-missing');

  await chooseFile(visit, program);
  await press(visit, 'Upload the file');
  await says(visit, 'We cannot take this kind of file.');
  await chooseFile(visit, large);
  await press(visit, 'Upload the file');
  await says(visit, 'This file is over 10 MB.');
  await look(visit, 'Condition 1');

  for (const file of [await photo(), pdf('Our insurance.pdf'), word('Letter.docx')]) {
    await chooseFile(visit, file);
    await press(visit, 'Upload the file');
    await says(visit, 'The file is here.');
  }
  await look(visit, 'Condition 1');
  await shot(visit, 'condition-phone');
  await press(visit, 'Take away Letter.docx');
  await says(visit, 'The file is taken away.');
  expect(await visit.page.getByRole('link', { name: 'Letter.docx' }).count()).toBe(0);

  const address = await hrefOf(visit, 'IMG_0001.jpg');
  const { officer, panel } = lives.staff;
  const kept = await saved(officer, address);
  expect(kept.status).toBe(200);
  expect(Object.fromEntries(kept.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': 'attachment; filename="IMG_0001.jpg"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  });
  expect((await sharp(Buffer.from(await kept.arrayBuffer())).metadata()).exif).toBeUndefined();
  const other = await aGroupOverHttp(lives.door, lives.staff, 'Mighty Men of Valour');
  expect((await saved(other.people[0], address)).status).toBe(404);
  expect((await saved(other.people[0], `/grants/${id}/documents`)).status).toBe(404);
  expect((await saved(panel[0], address)).status).toBe(404);

  const staff = await visitAs(officer, desktop);
  await staff.open(`/grants/${id}/conditions`);
  await follow(staff, 'Settle it');
  await look(staff, 'Condition 1');
  await says(staff, 'IMG_0001.jpg');
  await shot(staff, 'condition-staff');
  await staff.open(`/grants/${id}`);
  await follow(staff, 'Documents');
  await look(staff, 'Documents');
  for (const text of ['The application', 'Signed by', 'Our insurance.pdf', 'What shows that conditions are met'])
    await says(staff, text);
  await shot(staff, 'documents-staff');
  await staff.page.getByLabel('A bank statement').check();
  await chooseFile(staff, pdf('Statement of October.pdf'));
  await press(staff, 'Add the paper');
  await says(staff, 'The file is here.');
  await visit.open(`/grants/${id}/documents`);
  await look(visit, 'Documents');
  await says(visit, 'Statement of October.pdf');
  await shot(visit, 'documents-phone');
  expect((await saved(chair, `/grants/${id}/agreement.pdf`)).headers.get('content-type')).toBe('application/pdf');
  expect((await saved(officer, `/grants/${id}/agreement.pdf`)).status).toBe(200);
});
