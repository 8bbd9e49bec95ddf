import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ClaimedMail } from '../../db/queries/messages/outbox';
import { isOnPaper, letterNames, type LetterName, type PaperLetter } from '../../src/contracts/letters';
import { mailTemplates } from '../../src/contracts/mail-templates';
import { usualWordingOf } from '../../src/delivery/mail';
import { render } from '../../src/delivery/mail/render';

/** A mail about which everything is known; `less` takes away what a kind of subject does not have. */
function mail(template: string, isOfParty: boolean, less: Partial<ClaimedMail> = {}): ClaimedMail {
  const at = '2026-12-01T17:00:00.000Z';
  return {
    id: '0199d3a0-5c1e-7000-8000-00000000a001',
    template,
    subjectType: 'grant',
    subjectId: '0199d3a0-5c1e-7000-8000-00000000a042',
    attempts: 1,
    ageSeconds: 0,
    now: '2026-11-03T12:00:00.000Z',
    recipient: { name: 'Grace Boateng', email: 'grace@example.org', hasLeft: false, isForgotten: false, isOfParty },
    link: null,
    organisation: 'Croydon Voluntary Action',
    slug: 'croydon',
    reason: 'Because of the rain.',
    pot: 'Croydon small grants',
    wording: null,
    grant: {
      reference: 'CRO-2026-0042',
      party: 'F.W.P. Hibiscus',
      owner: 'Ama Mensah',
      askedPence: 200_000,
      awardedPence: 193_500,
    },
    purchase: {
      service: 'Counselling',
      provider: 'Women’s Counselling Service',
      employer: 'Croydon Women’s Court',
      pricePence: 6_500,
    },
    run: { name: 'Five groups' },
    round: { name: 'Autumn 2026' },
    meeting: { place: 'Town hall' },
    facts: {
      amountPence: 193_500,
      refundDuePence: 20_000,
      stillDuePence: 5_000,
      keptPence: 1_000,
      totalPence: 993_400,
      pricePence: 6_500,
      invoicePence: 6_500,
      payments: 5,
      undecided: 1,
      bankDetailsNeeded: true,
      which: 'offer',
      online: false,
      checkBy: at,
      decideBy: at,
      answerBy: at,
      acceptBy: at,
      appealBy: at,
      runsOutAt: at,
      dueAt: at,
      to: at,
      readBy: at,
      deliverBy: at,
      closesAt: at,
      startsAt: at,
      wasAt: '2027-02-19T18:00:00.000Z',
      nextAt: at,
      waiting: 2,
    },
    ...less,
  };
}

const sign = (text: string): string => `v2.0.${text.length}`;

const bare: Partial<ClaimedMail> = {
  reason: null,
  pot: null,
  grant: null,
  purchase: null,
  run: null,
  round: null,
  meeting: null,
  facts: {},
};

test.each(mailTemplates)('%s says something to both sides, whatever is known', (template) => {
  for (const isOfParty of [true, false]) {
    for (const less of [{}, bare]) {
      const { subject, text } = render(mail(template, isOfParty, less), 'https://grants.example.org', sign);
      expect(subject).toMatch(/^[A-Z£].{5,}$/);
      expect(text).toMatch(
        /^Dear Grace Boateng,\n\n[A-Z£][^]+\n\nhttps:\/\/grants\.example\.org\/[^\n]*\n\nCroydon Voluntary Action\n/,
      );
      expect(`${subject} ${text}`).not.toMatch(/undefined|null|NaN|\[object|\{|\}/);
      // Each paragraph is of whole sentences.
      for (const paragraph of text.split('\n\nhttps:')[0]!.split('\n\n').slice(1))
        expect(paragraph).toMatch(/^[A-Z£0-9].*([.?!]|: .+)$/);
    }
  }
});

test('a subject begins with the reference, sums are in pounds, dates as people say them', () => {
  expect(render(mail('offer-made', true), 'https://grants.example.org', sign)).toEqual({
    subject: 'CRO-2026-0042: We can offer you £1,935',
    text: `Dear Grace Boateng,

Good news: the panel has awarded F.W.P. Hibiscus £1,935 from Croydon small grants.

That is less than you asked for. First tell us what you will do for this sum, then accept the offer.

Two members of your committee who are not related accept it for the group, by 5pm on Tuesday 1 December 2026.

After that day the offer runs out.

https://grants.example.org/grants/0199d3a0-5c1e-7000-8000-00000000a042

Croydon Voluntary Action
`,
  });
});

const mailed = letterNames.filter((name): name is Exclude<LetterName, PaperLetter> => !isOnPaper(name));

test.each(mailed)('%s in a pot’s own words that are the usual ones is what it was', (template) => {
  for (const less of [{}, { reason: null, facts: {} }]) {
    const usual = mail(template, true, { purchase: null, ...less });
    const own = { ...usual, wording: usualWordingOf(template) };
    expect(render(own, 'https://grants.example.org', sign)).toEqual(render(usual, 'https://grants.example.org', sign));
  }
});

test('a pot’s own words go to groups, with what has nothing to say left out, and never to staff or providers', () => {
  const wording = {
    subject: 'For {group} by {date}',
    text: 'Hello from {officer}.\n\nBecause: {reason}\n \nBy {date}.',
  };
  const said = (isOfParty: boolean, less: Partial<ClaimedMail>) =>
    render({ ...mail('application-refused', isOfParty, less), wording }, '', sign);
  const { subject, text } = said(true, { purchase: null, reason: null });
  expect(subject).toBe('CRO-2026-0042: For F.W.P. Hibiscus by 5pm on Tuesday 1 December 2026');
  expect(text).toMatch(
    /^Dear Grace Boateng,\n\nHello from Ama Mensah\.\n\nBy 5pm on Tuesday 1 December 2026\.\n\n\/grants\//,
  );
  expect(said(false, { purchase: null }).text).toContain('We are sorry');
  expect(said(true, {}).text).toContain('We are sorry');
  expect(said(true, { purchase: null, facts: {} }).subject).toBe('CRO-2026-0042: Not this time');
});

test('the same mail tells the group and its owner each what is theirs to do', () => {
  const texts = [true, false].map((isOfParty) => render(mail('offer-ran-out', isOfParty), '', sign).text);
  expect(texts[0]).toContain('Our offer to F.W.P. Hibiscus was not accepted in time');
  expect(texts[1]).toContain('The money can be awarded again.');
});

test('a template that there is none of is an error of ours', () => {
  expect(() => render(mail('toString', true), '', sign)).toThrow('no mail is called toString');
});

test('no mail is left whose command is gone', () => {
  const files = readdirSync('src/commands', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const sources = files.map((name) => readFileSync(join('src/commands', name), 'utf8')).join('\n');
  expect(mailTemplates.filter((template) => !sources.includes(`'${template}'`))).toEqual([]);
  expect(new Set(mailTemplates).size).toBe(mailTemplates.length);
});
