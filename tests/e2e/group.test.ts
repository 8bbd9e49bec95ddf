import sharp from 'sharp';
import { content } from '../builders/application';
import { dayFromNow, type Pot } from '../../src/cli/story/stages';
import { pence } from '../../src/domain/money/money';
import { aGroupOverHttp } from '../builders/over-http';
import { browsed, waysToBrowse } from '../support/browsed';
import { desktop, phone, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';
import { signInAs } from '../support/signed-in';
import { aPdf } from '../support/zip';

const here = browsed();

const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = ({ page }: Visit, name: string) => page.getByRole('link', { name }).first().click();
const fill = ({ page }: Visit, label: string, text: string) => page.getByLabel(label).first().fill(text);
const choose = ({ page }: Visit, label: string) => page.getByLabel(label).first().check();
const save = (visit: Visit) => press(visit, 'Save and continue');
const says = async ({ page }: Visit, text: string) => {
  expect(await page.locator('main').innerText()).toContain(text);
};

async function fillDate({ page }: Visit, label: string, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-');
  const group = page.getByRole('group', { name: label });
  await group.getByLabel('Day').fill(day);
  await group.getByLabel('Month').fill(month);
  await group.getByLabel('Year').fill(year);
}

const ownPolicy = {
  ceilingPence: pence(150_000),
  decision: { delegatedUpToPence: pence(150_000) },
  questions: [
    { key: 'why_now', label: 'Why now?', required: true, kind: 'text', maxWords: 5 },
    { key: 'venue', label: 'Where do you meet?', required: false, kind: 'choice', choices: ['A hall', 'Outside'] },
  ],
  eligibility: {
    organisationTypes: ['unincorporated_association', 'cio'],
    areas: ['Croydon', 'Sutton'],
    maxIncomePence: pence(10_000_000),
    declarations: [
      { key: 'true_and_complete', text: 'What we have told you is true.' },
      { key: 'committee_agrees', text: 'Our committee agrees.' },
    ],
  },
} as const;

const aPhoto = async () => ({
  name: 'Hall.jpg',
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer(),
});

async function beginDraft(pot: Pot): Promise<string> {
  const draft = await here.lives.door.as(here.lives.group.people[0], 'createApplication', {
    body: { potId: pot.potId, partyId: here.lives.group.id },
  });
  return String(draft.id);
}

/** Answers every question of an application by its pages, from the first to the last. */
async function writeApplication(visit: Visit): Promise<void> {
  const { page } = visit;
  await choose(visit, 'A group or club with a constitution');
  await save(visit);
  await fill(visit, 'What was your income last year?', '12,500');
  await save(visit);
  await choose(visit, 'No');
  await save(visit);
  for (const [place, name] of ['Grace Boateng', 'Yaw Mensah'].entries()) {
    const one = page.getByRole('group', { name: `Contact ${String(place + 1)}` });
    await one.getByLabel('Full name').fill(name);
    await one.getByLabel('Email address').fill(`contact${String(place)}@example.org`);
  }
  await save(visit);
  await fill(visit, 'What is the money for?', 'Two information meetings for migrant women.');
  await save(visit);
  await fill(visit, 'What you will do', 'Information meetings');
  await fill(visit, 'What can be counted', 'Meetings held');
  await fill(visit, 'How many', '2');
  await fill(visit, 'Of what', 'meetings');
  await save(visit);
  await fill(visit, 'How many people will it help?', '30');
  await save(visit);
  await choose(visit, 'Croydon');
  await fill(visit, 'Postcode', 'CR0 1XX');
  await save(visit);
  await fillDate(visit, 'First day', dayFromNow(60));
  await fillDate(visit, 'Last day', dayFromNow(200));
  await save(visit);
  await fill(visit, 'What you buy or pay for', 'Speakers');
  await fill(visit, 'What it costs', '900');
  await fill(visit, 'What you ask us for', '800');
  await save(visit);
}

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('a group writes its application, one question at a time, and sends it', async () => {
    const pot = await here.lives.aPot(ownPolicy, 1_000_000);
    const id = await beginDraft(pot);
    const visit = await here.visitAs(here.lives.group.people[0], browsing);
    await visit.open('/home');
    await expectFit(visit, 'F.W.P. Hibiscus');
    await follow(visit, 'Go on writing');
    await expectFit(visit, 'Your application');
    await says(visit, 'You can ask for up to £1,500.');
    await follow(visit, 'Go on: What kind of organisation are you?');
    await expectFit(visit, 'What kind of organisation are you?');
    await writeApplication(visit);

    // The line asks for £800 of £900, and says nothing of the rest: it is saved, and said beside it.
    await expectFit(visit, 'What will it cost?');
    await says(visit, 'There is a problem');
    await says(visit, 'You can ask for £700 more.');
    await fill(visit, 'Other money', '100');
    await press(visit, 'Save and add up');
    await expectFit(visit, 'What will it cost?');
    await save(visit);
    // Nobody has to answer this, and nobody is led past it.
    await expectFit(visit, 'Is anybody giving time or things for free?');
    await save(visit);
    await expectFit(visit, 'Why now?');
    await fill(visit, 'Why now?', 'Because more and more women come to us');
    await save(visit);
    await says(visit, 'words');
    await fill(visit, 'Why now?', 'More women come');
    await press(visit, 'Save and come back later');
    await expectFit(visit, 'Your application');
    await says(visit, 'Your answer is saved.');
    await follow(visit, 'Go on: Please confirm');
    await choose(visit, 'What we have told you is true.');
    await save(visit);
    await says(visit, 'You have not confirmed this');
    await choose(visit, 'Our committee agrees.');
    await save(visit);

    await expectFit(visit, 'Is everything right?');
    await says(visit, 'Speakers: £900 (from us £800, other money £100)');
    await visit.page.getByRole('link', { name: 'Change Where do you meet?' }).click();
    await save(visit);
    await expectFit(visit, 'Is everything right?');
    await says(visit, 'Not answered');
    await visit.page.getByRole('link', { name: 'Change How many people will it help?' }).click();
    await fill(visit, 'How many people will it help?', '35');
    await save(visit);
    await expectFit(visit, 'Is everything right?');
    await press(visit, 'Send the application');
    await expectFit(visit, 'We have your application');
    const { reference, application, stage } = await here.lives.grant(id);
    await says(visit, reference);
    expect([stage, application.peopleHelped, application.askedPence, application.answers]).toEqual([
      'submitted',
      35,
      80_000,
      { why_now: 'More women come' },
    ]);
    await follow(visit, 'See where it is');
    await expectFit(visit, 'F.W.P. Hibiscus');
    await follow(visit, 'What you asked for');
    await expectFit(visit, 'What you asked for');

    await visit.open(`/grants/${id}`);
    await follow(visit, 'No bank account?');
    await expectFit(visit, 'Your group has no bank account?');
    await press(visit, 'Ask this organisation');
    await expectFit(visit, 'Your group has no bank account?');
    await says(visit, 'There is a problem');
    await fill(visit, 'Name of the organisation', 'Croydon Hub');
    await fill(visit, 'Who can say yes for it?', 'Hal Ost');
    await fill(visit, 'Their email address', 'hal@hub.example');
    await press(visit, 'Ask this organisation');
    await expectFit(visit, 'Who receives the money for you');
    await says(visit, 'You want Croydon Hub to receive the money for you.');
    await says(visit, 'Has not answered yet');
    // What happens if no answer comes, and what can be done instead.
    await says(visit, 'The panel decides once Hal Ost has said yes.');
    await says(
      visit,
      'They cannot answer? Name another organisation below, or say that you have your own account now.',
    );
    expect(await visit.page.getByRole('link', { name: 'None of this helps? Write to us' }).count()).toBe(1);
    await press(visit, 'Send the email again');
    await says(visit, 'The email is sent again.');
    await press(visit, 'We have our own account now');
    await says(visit, 'The money goes to your own account.');
    await follow(visit, 'Change the second contact');
    await expectFit(visit, 'Change the second contact');
    await says(visit, 'Now it is Yaw Mensah.');
    await fill(visit, 'Full name', 'Kofi Asante');
    await press(visit, 'Ask this person');
    await says(visit, 'There is a problem');
    await fill(visit, 'Email address', 'kofi@example.org');
    await press(visit, 'Ask this person');
    await expectFit(visit, 'Change the second contact');
    await says(visit, 'Now it is Kofi Asante.');
    // This pot asks nobody to confirm, so nobody is told of an email.
    expect(await visit.page.locator('main').innerText()).not.toContain('email to confirm');
  });

  test('a group shows its draft, reads what the officer says beside its answer, and deals with it', async () => {
    const { manager } = here.lives.staff;
    const pot = await here.lives.aPot({ draftFeedback: { commentWithin: 'P5D' } }, 1_000_000);
    const id = await beginDraft(pot);
    const visit = await here.visitAs(here.lives.group.people[0], browsing);
    await visit.open(`/applications/${id}/purpose`);
    await fill(visit, 'What is the money for?', 'Two meetings.');
    await press(visit, 'Save and come back later');
    await press(visit, 'Show us the draft');
    await expectFit(visit, 'Your application');
    await says(visit, 'We read your draft, and comment on it by');

    const officer = await here.visitAs(manager, browsing);
    await officer.open('/work?owner=all');
    await officer.page.getByRole('link', { name: 'Comment on a draft' }).first().click();
    await officer.open(`/grants/${id}`);
    await expectFit(officer, 'Draft of F.W.P. Hibiscus');
    expect(await officer.page.getByRole('link', { name: 'My work', exact: true }).count()).toBeGreaterThan(0);
    await officer.open(`/grants?pot=${pot.potId}`);
    await officer.page.getByRole('table').getByRole('link').first().click();
    await expectFit(officer, 'Draft of F.W.P. Hibiscus');
    const back = officer.page.getByRole('navigation', { name: 'Back' }).getByRole('link');
    expect([await back.innerText(), await back.getAttribute('href')]).toEqual(['Grants', '/grants']);
    await says(officer, 'Two meetings.');
    await press(officer, 'Send the comments');
    await expectFit(officer, 'Draft of F.W.P. Hibiscus');
    await says(officer, 'There is a problem');
    await fill(officer, 'Your comment on “What is the money for?”', 'Say for whom it is.');
    await fill(officer, 'Your comment on all of it', 'A good start.');
    await press(officer, 'Send the comments');
    await says(officer, 'You have commented on it.');

    await visit.open(`/applications/${id}`);
    await expectFit(visit, 'Your application');
    await says(visit, 'We have said 2 things about your draft.');
    await press(visit, 'Mark as dealt with');
    await follow(visit, 'What is the money for?');
    await expectFit(visit, 'What is the money for?');
    await says(visit, 'Say for whom it is.');
    await fill(visit, 'What is the money for?', 'Two meetings for migrant women.');
    await press(visit, 'Save, and mark as dealt with');
    await says(visit, 'Dealt with');
    expect(await visit.page.getByLabel('What is the money for?').inputValue()).toBe('Two meetings for migrant women.');
    await visit.open(`/applications/${id}`);
    await press(visit, 'Take it back');
    await says(visit, 'The draft is yours alone again.');
    expect(await officer.open(`/applications/${id}/feedback`)).toBe(404);

    // What was said stays beside the answers when it is sent.
    await press(visit, 'Show us the draft');
    const [chair] = here.lives.group.people;
    const { version } = await here.lives.door.as(chair, 'getApplication', { id });
    const body = content(80_000);
    await here.lives.door.as(chair, 'saveApplication', { id, ifMatch: `"${String(version)}"`, body });
    await here.lives.door.as(chair, 'submitApplication', { id });
    await visit.open(`/grants/${id}/application`);
    await expectFit(visit, 'What you asked for');
    await says(visit, 'Say for whom it is.');
    await says(visit, 'A good start.');
    await officer.open(`/applications/${id}/feedback`);
    await expectFit(officer, 'What was said of the draft of F.W.P. Hibiscus');
    await says(officer, 'Say for whom it is.');
  });

  test('a group answers a question, agrees a smaller budget, and two of its committee sign', async () => {
    const { officer } = here.lives.staff;
    const [chair, secretary, treasurer] = here.lives.group.people;
    const pot = await here.lives.aPot({}, 1_000_000);
    const id = await here.lives.withThePanel(pot);
    const ask = { question: 'Who owns the hall?' };
    await here.lives.door.as(officer, 'askQuestion', { id, body: ask });
    const visit = await here.visitAs(chair, browsing);
    await visit.open('/home');
    await says(visit, 'We have a question');
    await visit.open(`/grants/${id}`);
    await expectFit(visit, 'F.W.P. Hibiscus');
    await press(visit, 'Send the answer');
    await expectFit(visit, 'F.W.P. Hibiscus');
    await says(visit, 'There is a problem');
    await fill(visit, 'Your answer', 'The parish does.');
    await press(visit, 'Send the answer');
    await says(visit, 'Your answer is sent.');

    const less = { meetingId: null, outcome: 'award_less', amountPence: 60_000, reasons: 'Half the hall.' };
    await here.lives.door.as(officer, 'decide', { id, body: less });
    await visit.open(`/grants/${id}`);
    await expectFit(visit, 'F.W.P. Hibiscus');
    await follow(visit, 'Agree what changes');
    await expectFit(visit, 'What will you do for £600?');
    await press(visit, 'Agree this budget');
    await says(visit, 'There is a problem');
    await fill(visit, 'What it costs', '600');
    await fill(visit, 'What you ask us for', '600');
    await press(visit, 'Add up');
    await says(visit, 'Your lines ask us for £600');
    await press(visit, 'Agree this budget');
    await expectFit(visit, 'We can offer you £600');
    await says(visit, 'The new budget is agreed.');

    await press(visit, 'Accept £600');
    await says(visit, 'You have not signed.');
    await fill(visit, 'Your full name', 'x');
    await press(visit, 'Accept £600');
    await says(visit, `Type ${chair.name}`);
    await fill(visit, 'Your full name', chair.name);
    await press(visit, 'Accept £600');
    await expectFit(visit, 'F.W.P. Hibiscus');
    await says(visit, 'You have accepted the offer.');
    await says(visit, 'Another member of your committee has to accept too, by ');
    await says(visit, `${secretary.name}, ${treasurer.name}.`);
    expect(await visit.page.locator('main').innerText()).not.toContain('Yours to do');
    await visit.open(`/grants/${id}/offer`);
    await expectFit(visit, 'We can offer you £600');
    await says(visit, 'Another member of your committee has to accept too.');
    await says(visit, 'These people act for your group, and can accept: ');
    await says(visit, `${secretary.name}, ${treasurer.name}.`);
    await fill(visit, 'Their full name', 'Kofi Asante');
    await fill(visit, 'Their own email address', `kofi.${String(browsing.width)}@hibiscus.example`);
    await press(visit, 'Send them the offer');
    await expectFit(visit, 'We can offer you £600');
    await says(visit, 'Tick that it is so');
    await choose(visit, 'They are on our committee');
    await press(visit, 'Send them the offer');
    await says(visit, 'We have sent them an email with the offer.');

    const other = await here.visitAs(secretary, browsing);
    await other.open(`/grants/${id}/offer`);
    await fill(other, 'Your full name', secretary.name);
    await press(other, 'Accept £600');
    // On the second way the group has given them with its grant of the first, and is not asked again.
    await says(other, browsing === waysToBrowse[0][1] ? 'Bank details needed' : 'Payment planned');
    await follow(other, 'Your agreement');
    await expectFit(other, 'Grant agreement');
    const file = await other.context.request.get(`/grants/${id}/agreement.pdf`);
    expect(file.headers()['content-type']).toBe('application/pdf');
    expect((await here.lives.grant(id)).stage).toBe('active');
  });

  test('a group gives its bank details, reports, answers a question about it, and is told what to pay back', async () => {
    const { officer } = here.lives.staff;
    const [chair] = here.lives.group.people;
    const pot = await here.lives.aPot({}, 1_000_000);
    const id = await here.lives.offered(pot);
    const { people } = here.lives.group;
    for (const person of people.slice(0, 2)) {
      const { hash } = await here.lives.door.as(person, 'getAgreement', { id });
      await here.lives.door.as(person, 'acceptOffer', { id, body: { agreementHash: hash, signature: person.name } });
    }
    const visit = await here.visitAs(chair, browsing);
    await visit.open(`/grants/${id}`);
    await follow(visit, browsing === waysToBrowse[0][1] ? 'Give your bank details' : 'Bank details');
    await expectFit(visit, 'Where should we send the money?');
    await fill(visit, 'Name on the account', 'F.W.P. Hibiscus');
    await fill(visit, 'Sort code', '08-99-99');
    await fill(visit, 'Account number', '66374959');
    await press(visit, 'Send the bank details');
    await expectFit(visit, 'Where should we send the money?');
    await says(visit, 'There is a problem');
    await fill(visit, 'Account number', '66374958');
    await press(visit, 'Send the bank details');
    await says(visit, 'We have your bank details.');
    await says(visit, 'account number ending 958');
    expect(await visit.page.content()).not.toContain('66374958');

    await here.lives.outcomes(await here.lives.sentRun(pot), 'settled');
    await here.lives.becomes(id, ({ money }) => money.paidPence === 100_000, 'paid');
    await visit.open(`/grants/${id}`);
    await expectFit(visit, 'F.W.P. Hibiscus');
    await follow(visit, 'Report early');
    await expectFit(visit, 'Tell us how it went');
    await follow(visit, 'Go on: What you did');
    await expectFit(visit, 'What you did');
    await fill(visit, 'Enterprise sessions: how many sessions in the end?', '9');
    await save(visit);
    await says(visit, 'This is fewer than planned');
    await fill(visit, 'Anything to say about it?', 'Three were rained off.');
    await save(visit);
    await expectFit(visit, 'What changed for people?');
    await fill(visit, 'What changed for people?', 'They came back.');
    await save(visit);
    await expectFit(visit, 'What you spent');
    await fill(visit, 'Tutors: what did you spend of our money?', '900');
    await press(visit, 'Save and add up');
    await says(visit, '£100');
    await save(visit);
    await fill(visit, 'What goes on now', 'The group meets on.');
    await save(visit);
    await fill(visit, 'What did you learn?', 'Begin earlier.');
    await save(visit);
    await expectFit(visit, 'Photos');
    await press(visit, 'Continue');
    await expectFit(visit, 'Is your report right?');
    await says(visit, 'Not answered');
    await visit.page.getByRole('link', { name: 'Change Photos' }).click();
    await visit.page.getByLabel('No, nobody').check();
    await visit.page.getByLabel('Choose a photo').setInputFiles(await aPhoto());
    // What was chosen is kept, also by whoever goes on at once.
    await press(visit, 'Continue');
    await expectFit(visit, 'Is your report right?');
    await says(visit, 'Hall');
    await press(visit, 'Send the report');
    await says(visit, 'Thank you. We have your report.');
    await visit.open(`/grants/${id}/report`);
    await expectFit(visit, 'Your report');
    await says(visit, 'Enterprise sessions: 9 of 12 sessions');
    // The group keeps its receipts, unless it is asked about the report.
    expect(await visit.page.getByRole('link', { name: 'Receipts' }).count()).toBe(0);

    await here.lives.door.as(officer, 'queryReport', { id, body: { question: 'What did the tutors cost?' } });
    await visit.open(`/grants/${id}`);
    await follow(visit, 'Answer about your report');
    await expectFit(visit, 'Tell us how it went');
    await says(visit, 'What did the tutors cost?');
    await press(visit, 'Save and check the report');
    await says(visit, 'We asked about this report, and it is still as it was.');
    await visit.page.getByRole('link', { name: 'Change Your answer to our question' }).click();
    await fill(visit, 'Your answer to our question', '£800: one invoice was there twice.');
    await press(visit, 'Save and come back later');
    await says(visit, 'Your answer is saved.');
    await follow(visit, 'Receipts');
    await expectFit(visit, 'Receipts');
    const receipt = { name: 'Tutors.pdf', mimeType: 'application/pdf', buffer: aPdf() };
    await visit.page.getByLabel('Choose a file').setInputFiles(receipt);
    await press(visit, 'Upload the file');
    await says(visit, 'Tutors.pdf');
    await visit.open(`/grants/${id}/report`);
    await follow(visit, 'What you spent');
    await fill(visit, 'Tutors: what did you spend of our money?', '800');
    await save(visit);
    await expectFit(visit, 'Is your report right?');
    for (const words of ['£800: one invoice was there twice.', 'Tutors.pdf', 'Tutors: £800 of'])
      await says(visit, words);
    await press(visit, 'Send the report');
    await says(visit, 'Thank you. We have your report.');
    expect((await here.lives.grant(id)).report.content.answer).toBe('£800: one invoice was there twice.');
    const reader = await here.visitAs(here.lives.staff.officer, desktop);
    await reader.open(`/grants/${id}/read-report`);
    for (const words of ['What did the tutors cost?', '£800: one invoice was there twice.']) await says(reader, words);
    await here.lives.door.as(officer, 'acceptReport', { id });
    await visit.open('/home');
    await expectFit(visit, 'F.W.P. Hibiscus');
    await visit.open(`/grants/${id}`);
    await follow(visit, 'How to pay it back');
    await expectFit(visit, 'Please return £200');
    await follow(visit, 'Write to us');
    await expectFit(visit, 'Messages');
    await press(visit, 'Send the message');
    await expectFit(visit, 'Messages');
    await says(visit, 'Please tell us which account to pay back into.');

    const { manager, paymentMaker } = here.lives.staff;
    const account = { accountName: 'Croydon Voluntary Action', sortCode: '08-99-99', accountNumber: '66374958' };
    await here.lives.door.as(manager, 'setRefundAccount', { id: pot.fundId, body: account });
    const part = { amountPence: 5_000, receivedOn: dayFromNow(0) };
    await here.lives.door.as(paymentMaker, 'recordRefund', { id, body: part });
    await visit.open(`/grants/${id}/refund`);
    await expectFit(visit, 'Please return £150');
    for (const words of [
      '08-99-99',
      '66374958',
      (await here.lives.grant(id)).reference,
      'What came back so far',
      '£50 on',
    ])
      await says(visit, words);
    // Whoever is of neither side is told nothing.
    expect(await here.lives.door.refusal(here.lives.staff.panel[0], 'getRefundAccount', { id })).toMatchObject({
      status: 404,
    });
  });
});

test('what somebody else saved in the same answer is shown, and what was typed stays', async () => {
  const pot = await here.lives.aPot({}, 1_000_000);
  const id = await beginDraft(pot);
  const [first, second] = [
    await here.visitAs(here.lives.group.people[0], phone),
    await here.visitAs(here.lives.group.people[1], desktop),
  ];
  await first.open(`/applications/${id}/purpose`);
  await second.open(`/applications/${id}/purpose`);
  // Another answer is no matter of theirs.
  const third = await here.visitAs(here.lives.group.people[1], desktop);
  await third.open(`/applications/${id}/people`);
  await fill(third, 'How many people', '12');
  await save(third);
  await fill(first, 'What is the money for?', 'Meetings.');
  await save(first);
  await fill(second, 'What is the money for?', 'Two meetings.');
  await save(second);
  await expectFit(second, 'What is the money for?');
  await says(second, 'Somebody saved another answer here: Meetings.');
  expect(await second.page.getByLabel('What is the money for?').inputValue()).toBe('Two meetings.');
  await save(second);
  const { content } = await here.lives.door.as(here.lives.group.people[0], 'getApplication', { id });
  expect(content).toMatchObject({ purpose: 'Two meetings.', peopleHelped: 12 });
});

test('an answer that is saved once the session has ended is there, as it was typed, after signing in again', async () => {
  const pot = await here.lives.aPot({}, 1_000_000);
  const id = await beginDraft(pot);
  const { group, engine } = here.lives;
  const visit = await here.visitAs(group.people[0], phone);
  await visit.open(`/applications/${id}/purpose`);
  const answer = 'Two information meetings for migrant women. '.repeat(20).trim();
  await fill(visit, 'What is the money for?', answer);
  await engine.inbox.look('update session set ended_at = app.now() where person_id = $1', [group.people[0].id]);
  await save(visit);
  await expectFit(visit, 'Sign in');
  await says(visit, 'What you wrote is kept for an hour');
  const goesTo = new URL(visit.page.url()).searchParams.get('next');
  await signInAs(visit, here.url, group.people[0]);
  await visit.open(goesTo ?? '');
  await expectFit(visit, 'What is the money for?');
  await says(visit, 'What you wrote is still here: check it and send it.');
  expect(await visit.page.getByLabel('What is the money for?').inputValue()).toBe(answer);
  const saved = async () => (await here.lives.door.as(group.people[0], 'getApplication', { id })).content?.purpose;
  expect(await saved()).toBeUndefined();
  await save(visit);
  expect(await saved()).toBe(answer);
});

test('a group says no to an offer, withdraws, appeals, and applies again, each after being told what it does', async () => {
  const { officer } = here.lives.staff;
  const [chair] = here.lives.group.people;
  const pot = await here.lives.aPot({}, 1_000_000);
  const visit = await here.visitAs(chair, phone);

  const declined = await here.lives.offered(pot);
  await visit.open(`/grants/${declined}/decline`);
  await expectFit(visit, 'Say no to £1,000');
  await fill(visit, 'Why do you say no?', 'The hall has closed.');
  await press(visit, 'Say no to £1,000');
  await expectFit(visit, 'F.W.P. Hibiscus');
  await says(visit, 'You said no');

  const withdrawn = await here.lives.withThePanel(pot);
  await visit.open(`/grants/${withdrawn}/withdraw`);
  await expectFit(visit, 'Withdraw your application');
  await press(visit, 'Withdraw it');
  await says(visit, 'It is withdrawn.');

  const refused = await here.lives.withThePanel(pot);
  const no = { meetingId: null, outcome: 'refuse', reasons: 'It is outside Croydon.' };
  await here.lives.door.as(officer, 'decide', { id: refused, body: no });
  await visit.open(`/grants/${refused}`);
  await expectFit(visit, 'F.W.P. Hibiscus');
  await follow(visit, 'Ask us to look again');
  await expectFit(visit, 'Ask us to look again');
  await fill(visit, 'What should we look at again?', 'We are in Croydon.');
  await press(visit, 'Ask us to look again');
  await says(visit, 'We will look at it again.');

  const notYet = await here.lives.withThePanel(pot);
  const wait = { meetingId: null, outcome: 'not_yet', reasons: 'Open an account first.' };
  await here.lives.door.as(officer, 'decide', { id: notYet, body: wait });
  await visit.open(`/grants/${notYet}`);
  await expectFit(visit, 'F.W.P. Hibiscus');
  await press(visit, 'Apply again, with our help');
  await expectFit(visit, 'Your application');
  await says(visit, 'This begins with what you sent us before.');
});

test('nobody sees the pages of another group’s grant', async () => {
  const id = await here.lives.offered(await here.lives.aPot({}, 1_000_000));
  const stranger = await aGroupOverHttp(here.lives.door, here.lives.staff, 'Another group');
  const visit = await here.visitAs(stranger.people[0], desktop);
  for (const place of ['', '/offer', '/report', '/messages', '/bank-details', '/agreement.pdf'])
    expect([place, await visit.open(`/grants/${id}${place}`)]).toEqual([place, 404]);
  expect(await visit.open(`/applications/${id}`)).toBe(404);
});
