import { randomUUID } from 'node:crypto';

import { usualWordingOf, type Mail } from '../../src/delivery/mail';
import { deliverOutbox } from '../../src/delivery/outbox';
import { letterPdf } from '../../src/http/documents/paper-letter';
import { submitted, withPanel } from '../builders/application';
import { aMeeting, anAward } from '../builders/award';
import { aSetting, type Setting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { pdfText } from '../support/pdf-text';
import { rolesOf } from '../support/reads';
import { testSeal } from '../support/seal';

let inbox: Inbox;
let setting: Setting;
beforeAll(async () => {
  inbox = await openInbox();
  setting = await aSetting(inbox);
});
afterAll(() => inbox.close());

const own = { letter: 'application-submitted', subject: 'Thank you, {group}', text: 'We look at it at {pot}.' };
const reword = (body: object = own) => inbox.send(setting.organisation.manager, 'rewordLetter', setting.potId, body);

/** What leaves the building now: the letters that groups get when they apply, and letters to try. */
async function sent(): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]> {
  const mails: Parameters<Mail['send']>[0][] = [];
  await deliverOutbox({
    db: inbox.db,
    mail: { send: (mail) => Promise.resolve(void mails.push(mail)), close: () => undefined },
    publicUrl: 'https://grants.example.org',
    sign: testSeal.fingerprint,
    onMiss: () => undefined,
  });
  return mails
    .map(({ to, subject, text }) => ({ to: to.name, subject, text }))
    .filter(({ subject }) => /application|Thank you|Test/.test(subject) && !subject.includes('An application from'));
}
const subjects = async () => [...new Set((await sent()).map(({ subject }) => subject.replace(/^.*: /, '')))];
const apply = () => submitted(inbox, { ...setting, askedPence: 100_000 });

test('a letter that waits keeps its words, one that is asked for later has the new ones, until the usual ones are back', async () => {
  await apply();
  expect(await reword()).toMatchObject({ status: 'applied', result: { wordingVersion: 1 } });
  expect(await subjects()).toEqual([usualWordingOf('application-submitted').subject]);
  await apply();
  expect(
    await inbox.send(setting.organisation.manager, 'restoreLetter', setting.potId, { letter: own.letter }),
  ).toMatchObject({ status: 'applied', result: { wordingVersion: 2 } });
  const [letter] = await sent();
  expect(letter?.subject).toMatch(/: Thank you, /);
  expect(letter?.text).toMatch(/^Dear [^]+,\n\nWe look at it at Croydon small grants\.\n\nhttps:/);
  await apply();
  expect(await subjects()).toEqual([usualWordingOf('application-submitted').subject]);
  expect(
    await inbox.send(setting.organisation.manager, 'restoreLetter', setting.potId, { letter: own.letter }),
  ).toMatchObject({ refusal: { code: 'LETTER_USUAL_ALREADY' } });
});

test('a wording that would leave out a fact, or names what there is not, is refused, all at once', async () => {
  expect(await reword({ letter: 'offer-made', subject: '{grup}', text: 'Good news: {sum}' })).toMatchObject({
    refusal: { code: 'LETTER_PLACEHOLDER_UNKNOWN', field: '/subject', facts: { nearest: '{group}' } },
  });
  expect(await reword({ letter: 'offer-made', subject: 'An offer', text: 'Good news: {sum}' })).toMatchObject({
    refusal: { code: 'LETTER_FACT_MISSING', facts: { missing: '{less than asked}, {date}' } },
  });
});

test('a letter is tried on a grant of the pot, goes to whoever asks alone, and tells the group nothing', async () => {
  const { grantId } = await apply();
  await sent();
  await reword({ letter: 'offer-made', subject: 'Hooray', text: '{group}: {sum}\n\n{less than asked}\n\nBy {date}.' });
  const { manager } = setting.organisation;
  expect(await inbox.send(manager, 'tryLetter', setting.potId, { letter: 'offer-made', grantId })).toMatchObject({
    status: 'applied',
  });
  const tried = await sent();
  expect(tried).toEqual([
    {
      to: 'Fund Manager',
      subject: expect.stringMatching(/^Test: .+: Hooray$/),
      text: expect.stringMatching(
        /^Dear Fund Manager,\n\n[^\n]+: £1,000\n\nBy 5?[^\n]+\.\n\nhttps:.+\/letters\/offer-made\n/,
      ),
    },
  ]);
  expect(
    await inbox.send(manager, 'tryLetter', setting.potId, { letter: 'offer-made', grantId: randomUUID() }),
  ).toMatchObject({ refusal: { code: 'LETTER_GRANT_UNKNOWN', field: '/grantId' } });
});

test('a letter on paper says what was decided in the words that the pot had then, to the group and staff alone', async () => {
  const { organisation, potId } = setting;
  const { manager, officer, panel } = organisation;
  const refused = await withPanel(inbox, { ...setting, askedPence: 30_000 });
  const meetingId = await aMeeting(inbox, organisation, potId, panel.slice(0, 3));
  await inbox.done(officer, 'decide', refused.grantId, { meetingId, outcome: 'refuse', reasons: 'Outside our area.' });
  const inOwnWords = {
    subject: 'A letter',
    text: 'To {group}: {sum}.\n\n{less than asked}\n\n{conditions}\n\nUntil {date}.',
  };
  expect(await reword({ letter: 'offer-letter', ...inOwnWords })).toMatchObject({ status: 'applied' });
  expect(await reword({ letter: 'refusal-letter', subject: 'No', text: 'Later words. {reason} {date}' })).toMatchObject(
    {
      status: 'applied',
    },
  );
  expect(await reword({ letter: 'offer-letter', subject: 'A letter', text: 'To {group}: {sum}.' })).toMatchObject({
    refusal: { code: 'LETTER_FACT_MISSING' },
  });
  const awarded = await anAward(inbox, { ...setting, askedPence: 40_000, conditions: [{ wording: 'Insure the van' }] });
  const letter = async (by: Actor, grantId: string, name: 'offer-letter' | 'refusal-letter') => {
    const file = await letterPdf(inbox.db, { ...by, roles: await rolesOf(inbox, by) }, grantId, name);
    return file === undefined ? undefined : pdfText(file.content);
  };
  for (const reader of [setting.group.applicant, officer]) {
    const offer = await letter(reader, awarded.grantId, 'offer-letter');
    for (const said of ['A letter', ': £400.', 'Before we can pay', 'Insure the van', 'Until 5pm on'])
      expect(offer).toContain(said);
    expect(offer).not.toContain('less than you asked');
    const refusal = await letter(reader, refused.grantId, 'refusal-letter');
    for (const said of ['Your application to', 'Outside our area.', 'look again until'])
      expect(refusal).toContain(said);
    expect(refusal).not.toContain('Later words');
    expect(await letter(reader, awarded.grantId, 'refusal-letter')).toBeUndefined();
    expect(await letter(reader, refused.grantId, 'offer-letter')).toBeUndefined();
  }
  expect(await letter(panel[0], awarded.grantId, 'offer-letter')).toBeUndefined();
  await sent();
  expect(
    await inbox.send(manager, 'tryLetter', potId, { letter: 'offer-letter', grantId: awarded.grantId }),
  ).toMatchObject({ status: 'applied' });
  expect((await sent()).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Test: .+: A letter$/)]);
});
