import { randomUUID } from 'node:crypto';

import sharp from 'sharp';

import type { Person } from '../../src/cli/story/cast';
import { dayFromNow } from '../../src/cli/story/stages';
import { LARGEST_FILE } from '../../src/domain/files/files';
import { content } from '../builders/application';
import { aGroupOverHttp, accepted, applied } from '../builders/over-http';
import { browsed } from '../support/browsed';
import { desktop, phone, type Visit } from '../support/browser';
import { expectFit as look } from '../support/fit';
import { cookieOf } from '../support/signed-in';
import { aPdf, officeFile } from '../support/zip';

const here = browsed();

const says = async ({ page }: Visit, text: string) => {
  expect(await page.locator('main').innerText()).toContain(text);
};
const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Takes a file away, which is asked about first. */
const takeAway = async (visit: Visit, name: string) => {
  await visit.page.getByText(`Take away ${name}`, { exact: true }).click();
  await says(visit, `We delete ${name}, and nobody can open it any more.`);
  await press(visit, `Yes, take away ${name}`);
};
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
  return fetch(`${here.url}${address}`, { headers: { cookie: `${name}=${value}` }, redirect: 'manual' });
}
const hrefOf = async ({ page }: Visit, name: string) =>
  (await page.getByRole('link', { name }).first().getAttribute('href')) ?? '';

/** A grant with an open condition. */
async function withCondition(): Promise<string> {
  const pot = await here.lives.aPot({ checks: [{ kind: 'recent_bank_statement', validFor: 'P12M' }] }, 1_000_000);
  const { door, group, staff } = here.lives;
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
  const [chair] = here.lives.group.people;
  const visit = await here.visitAs(chair, phone);
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
  await takeAway(visit, 'Letter.docx');
  await says(visit, 'The file is taken away.');
  expect(await visit.page.getByRole('link', { name: 'Letter.docx' }).count()).toBe(0);

  const address = await hrefOf(visit, 'IMG_0001.jpg');
  const { officer, panel } = here.lives.staff;
  const kept = await saved(officer, address);
  expect(kept.status).toBe(200);
  expect(Object.fromEntries(kept.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': 'attachment; filename="IMG_0001.jpg"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
  });
  expect((await sharp(Buffer.from(await kept.arrayBuffer())).metadata()).exif).toBeUndefined();
  const other = await aGroupOverHttp(here.lives.door, here.lives.staff, 'Mighty Men of Valour');
  expect((await saved(other.people[0], address)).status).toBe(404);
  expect((await saved(other.people[0], `/grants/${id}/documents`)).status).toBe(404);
  expect((await saved(panel[0], address)).status).toBe(404);

  const staff = await here.visitAs(officer, desktop);
  await staff.open('/work');
  await says(staff, 'Look at what came for a condition');
  await staff.open(`/grants/${id}/conditions`);
  await follow(staff, 'Say whether it is met');
  await look(staff, 'Condition 1');
  await says(staff, 'IMG_0001.jpg');
  await staff.page.getByText('Add a paper that came by post').click();
  await chooseFile(staff, pdf('By post.pdf'));
  await press(staff, 'Add the paper');
  await says(staff, 'The file is here.');
  await look(staff, 'Condition 1');
  await shot(staff, 'condition-staff');
  await takeAway(staff, 'By post.pdf');
  await says(staff, 'The file is taken away.');
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

test('a group answers with a file and an address, and finds both where it checks, and the panel in its pack', async () => {
  const { door, group, staff } = here.lives;
  const [chair] = group.people;
  const pot = await here.lives.aPot({
    questions: [
      { key: 'plan', label: 'Your plan', required: true, kind: 'file' },
      { key: 'venue', label: 'Where do you meet?', required: true, kind: 'address' },
      { key: 'in_short', label: 'Your idea in a few words', required: true, kind: 'short_text' },
      { key: 'bill', label: 'What is the dearest bill?', required: true, kind: 'money' },
    ],
  });
  const draft = await door.as(chair, 'createApplication', { body: { potId: pot.potId, partyId: group.id } });
  const id = String(draft.id);
  await door.as(chair, 'saveApplication', { id, ifMatch: `"${String(draft.version)}"`, body: content(100_000) });
  const visit = await here.visitAs(chair, phone);
  await visit.open(`/applications/${id}/question-plan`);
  await look(visit, 'Your plan');
  await shot(visit, 'application-file-empty');
  await press(visit, 'Save and continue');
  await look(visit, 'Your plan');
  await says(visit, 'There is no file here yet. Choose one, then upload it.');
  await visit.page.getByLabel('Your plan').setInputFiles(program);
  await press(visit, 'Upload the file');
  await says(visit, 'We cannot take this kind of file.');
  await visit.page.getByLabel('Your plan').setInputFiles(word('A first plan.docx'));
  await press(visit, 'Upload the file');
  await says(visit, 'The file is here.');
  await look(visit, 'Your plan');
  await shot(visit, 'application-file');
  await takeAway(visit, 'A first plan.docx');
  await visit.page.getByLabel('Your plan').setInputFiles(pdf('Our plan.pdf'));
  await press(visit, 'Save and continue');

  await look(visit, 'Where do you meet?');
  await visit.page.getByLabel('Building and street').fill('12 London Road');
  await visit.page.getByLabel('Postcode').fill('nowhere');
  await press(visit, 'Save and continue');
  await look(visit, 'Where do you meet?');
  await says(visit, 'The town or city is missing. Enter it.');
  await says(visit, 'This does not look like a UK postcode, such as CR0 1XX.');
  await shot(visit, 'application-address');
  await visit.page.getByLabel('Town or city').fill('Croydon');
  await visit.page.getByLabel('Postcode').fill('cr0 1xx');
  await press(visit, 'Save and continue');

  await visit.page.getByLabel('Your idea in a few words').fill('A sewing room in the old library');
  await says(visit, 'You can enter up to 150 characters');
  await look(visit, 'Your idea in a few words');
  await shot(visit, 'application-short-text');
  await press(visit, 'Save and continue');
  await visit.page.getByLabel('What is the dearest bill?').fill('a lot');
  await press(visit, 'Save and continue');
  await look(visit, 'What is the dearest bill?');
  await says(visit, 'Your answer is not a sum of money.');
  await shot(visit, 'application-money');
  await visit.page.getByLabel('What is the dearest bill?').fill('1250.50');
  await press(visit, 'Save and continue');
  const counting = await here.visitAs(chair, desktop);
  await counting.open(`/applications/${id}/question-in-short`);
  await look(counting, 'Your idea in a few words');
  await counting.page.getByText('You have 118 characters remaining').first().waitFor();
  await shot(counting, 'application-short-text-counted');
  await visit.open(`/applications/${id}/check`);
  await look(visit, 'Is everything right?');
  for (const text of ['Our plan.pdf', '12 London Road', 'CR0 1XX', 'A sewing room', '£1,250.50'])
    await says(visit, text);
  await press(visit, 'Send the application');
  expect((await here.lives.grant(id)).application.answers).toEqual({
    plan: 'Our plan.pdf',
    venue: '12 London Road\n\nCroydon\nCR0 1XX',
    in_short: 'A sewing room in the old library',
    bill: '1250.50',
  });

  const officer = await here.visitAs(staff.officer, desktop);
  await officer.open(`/grants/${id}#application`);
  await follow(officer, 'Open the files');
  await look(officer, 'Documents');
  expect((await saved(staff.officer, await hrefOf(officer, 'Our plan.pdf'))).status).toBe(200);
});

test('photos go with the report once it is said whether anybody can be recognised', async () => {
  const pot = await here.lives.aPot({}, 1_000_000);
  const id = await here.lives.running(pot);
  const visit = await here.visitAs(here.lives.group.people[0], desktop);
  await visit.open(`/grants/${id}/report`);
  await look(visit, 'Tell us how it went');
  await shot(visit, 'report');
  await follow(visit, 'Photos');
  await look(visit, 'Photos');
  await chooseFile(visit, large);
  await says(visit, 'This file is over 10 MB. Choose a smaller one.');
  // Not by its button, which takes no second press for a second.
  await visit.page.getByLabel('Choose a photo').evaluate('(box) => box.form.requestSubmit()');
  expect(new URL(visit.page.url()).pathname).toBe(`/grants/${id}/report/photos`);
  await chooseFile(visit, await photo());
  await press(visit, 'Upload the photo');
  await says(visit, 'You have not said whether people can be recognised in this photo.');
  await visit.page.getByLabel('Yes, and not everybody has agreed').check();
  await chooseFile(visit, await photo());
  await press(visit, 'Upload the photo');
  await says(visit, 'Somebody can be recognised in this photo who has not agreed to it');
  await look(visit, 'Photos');
  await shot(visit, 'photos-refused');
  await visit.page.getByLabel('Yes, and everybody in it has agreed').check();
  await chooseFile(visit, await photo());
  await press(visit, 'Upload the photo');
  await says(visit, 'Everybody in it has agreed');
  await look(visit, 'Photos');
  await shot(visit, 'photos');
  await press(visit, 'Continue');
  await look(visit, 'Is your report right?');
  await says(visit, 'IMG_0001');
  await visit.open(`/grants/${id}/report`);
  await says(visit, '1 file');
});

test('a bank statement goes with the bank details where the pot wants to see one', async () => {
  const id = await withCondition();
  const visit = await here.visitAs(here.lives.group.people[2], phone);
  await visit.open(`/grants/${id}/bank-details`);
  await chooseFile(visit, pdf('Statement.pdf'));
  await press(visit, 'Upload the statement');
  await look(visit, 'Where should we send the money?');
  await says(visit, 'Statement.pdf');
  await shot(visit, 'bank');
});
