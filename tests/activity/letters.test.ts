import { randomUUID } from 'node:crypto';

import { usualWordingOf, type Mail } from '../../src/delivery/mail';
import { deliverOutbox } from '../../src/delivery/outbox';
import { submitted } from '../builders/application';
import { aSetting, type Setting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';
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
