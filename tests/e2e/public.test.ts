import { createSeal } from '../../db/seal';
import { linkToken } from '../../src/contracts/link-token';
import { created } from '../../src/cli/story/people';
import { pence } from '../../src/domain/money/money';
import { content } from '../builders/application';
import { aGroupOverHttp, aTokenHolder, signed } from '../builders/over-http';
import { browsed, waysToBrowse } from '../support/browsed';
import { desktop, phone, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();

const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = ({ page }: Visit, name: string) => page.getByRole('link', { name, exact: true }).first().click();
const fill = ({ page }: Visit, label: string, text: string) => page.getByLabel(label).first().fill(text);
const says = async ({ page }: Visit, text: string) => {
  expect(await page.locator('main').innerText()).toContain(text);
};

const purposes = {
  registration: 'registration',
  announcement_subscription: 'announcements',
  confirmation: 'confirmation',
} as const;

/** The link of the mail that was sent for the newest row of a table. */
async function linkOf(table: keyof typeof purposes): Promise<string> {
  const { engine, staff } = here.lives;
  const [row] = await engine.inbox.look<{ id: string }>(`select id from ${table} order by asked_at desc limit 1`);
  const purpose = purposes[table];
  const { fingerprint } = createSeal(engine.fieldKey);
  return linkToken(fingerprint, purpose, { tenantId: staff.tenantId, id: String(row?.id) });
}

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('a group that nobody knows finds a pot, sees that it can apply, registers, and begins', async () => {
    const pot = await here.lives.aPot({
      eligibility: { organisationTypes: ['cio', 'faith_group'], areas: ['Croydon'], maxIncomePence: pence(5_000_000) },
      checks: [{ kind: 'accounts', validFor: 'P12M' }],
    });
    const { name } = await here.lives.door.as(here.lives.staff.manager, 'getPot', { id: pot.potId });
    const visit = await here.visit(browsing);
    expect(await visit.open('/')).toBe(200);
    await expectFit(visit, 'Grants from');
    await follow(visit, name);
    await expectFit(visit, name);
    await says(visit, 'One grant is at most £2,000.');
    await says(visit, 'You can apply at any time.');
    await follow(visit, 'Start');
    await expectFit(visit, 'Could this be for you?');
    await press(visit, 'See if you can apply');
    await expectFit(visit, 'Could this be for you?');
    await says(visit, 'There is a problem');
    await visit.page.getByLabel('A registered charity').check();
    await fill(visit, 'What was your income last year?', '80,000');
    await visit.page.getByLabel('Somewhere else').check();
    await press(visit, 'See if you can apply');
    await says(visit, 'This pot does not give grants in that area.');
    await visit.page.getByLabel('A faith group').check();
    await fill(visit, 'What was your income last year?', '8,000');
    await visit.page.getByLabel('Croydon').check();
    await press(visit, 'See if you can apply');
    await expectFit(visit, 'Start your application');
    await says(visit, 'From what you say, you can apply.');
    await fill(visit, 'Your email address', 'nobody');
    await press(visit, 'Send me the link');
    await expectFit(visit, 'Start your application');
    await says(visit, 'Enter an email address, like name@example.com');
    const group = `Women of ${String(browsing.width)}`;
    await fill(visit, 'Name of your group', group);
    await visit.page.getByLabel('A faith group').check();
    await fill(visit, 'Your full name', 'Abena Owusu');
    await fill(visit, 'Your email address', `Abena.${String(browsing.width)}@example.org`);
    await fill(visit, 'What are you in its committee?', 'chair');
    await press(visit, 'Send me the link');
    await expectFit(visit, 'Look into your mail');

    const address = `/register/${await linkOf('registration')}`;
    const elsewhere = await here.visit(browsing);
    await elsewhere.open(address);
    await expectFit(elsewhere, `Start for ${group}`);
    await press(elsewhere, 'Go on');
    await expectFit(elsewhere, 'Start your application');
    await says(elsewhere, 'Which group do you apply for?');
    await press(elsewhere, 'Start');
    await expectFit(elsewhere, 'Your application');
    await elsewhere.open('/home');
    await expectFit(elsewhere, group);

    await visit.open(address);
    await expectFit(visit, 'This link does not work any more');
    const [connection] = await here.lives.engine.inbox.look(
      `select k.kind, k.position, r.name as role from party g
       join party_connection k on k.tenant_id = g.tenant_id and k.party_id = g.id
       join role r on r.tenant_id = g.tenant_id and r.party_id = g.id and r.person_id = k.person_id where g.name = $1`,
      [group],
    );
    expect(connection).toEqual({ kind: 'committee', position: 'chair', role: 'applicant' });
  });

  test('somebody asks to hear of grants, confirms it, and leaves', async () => {
    const visit = await here.visit(browsing);
    await visit.open(`/o/${here.slug}`);
    await fill(visit, 'Your email address', 'x');
    await press(visit, 'Write to me');
    await expectFit(visit, 'Grants from');
    await says(visit, 'Enter an email address, like name@example.com');
    await fill(visit, 'Your email address', `hear.${String(browsing.width)}@example.org`);
    await press(visit, 'Write to me');
    await expectFit(visit, 'Grants from');
    await says(visit, 'a mail is on its way to you');
    const token = await linkOf('announcement_subscription');
    await visit.open(`/announcements/${token}`);
    await expectFit(visit, 'Do you want to hear from us?');
    await press(visit, 'Yes, write to me');
    await expectFit(visit, 'We will write to you');
    await visit.open(`/announcements/${token}/leave`);
    await expectFit(visit, 'Leave the list?');
    await press(visit, 'Leave the list');
    await expectFit(visit, 'You have left the list');
    const left = 'select 1 from announcement_subscription where email = $1';
    expect(await here.lives.engine.inbox.look(left, [`hear.${String(browsing.width)}@example.org`])).toEqual([]);
  });
});

test('a round that is planned says when it opens, and nobody can begin before', async () => {
  const { manager } = here.lives.staff;
  const pot = await here.lives.aPot({ intake: 'window' });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const visit = await here.visit(phone);
  const address = `/o/${here.slug}/pots/${pot.potId}`;
  await visit.open(address);
  await says(visit, 'It takes no applications.');
  const round = { potId: pot.potId, name: 'Spring', opensAt: inDays(3), closesAt: inDays(20), decideBy: inDays(60) };
  await created(here.lives.door.api, manager, 'planRound', { ...round });
  await visit.open(address);
  await expectFit(visit, 'Small grants');
  await says(visit, 'Opens at');
  await says(visit, 'in 3 days');
  await says(visit, 'Apply by');
  await says(visit, 'Hear when a grant opens');
  const file = visit.page.getByRole('link', { name: /^Put .* into your calendar$/ });
  const dates = await fetch(`${here.url}${(await file.getAttribute('href')) ?? ''}`);
  expect([dates.status, (await dates.text()).match(/BEGIN:VEVENT/g)?.length]).toEqual([200, 2]);
  await visit.open(`/o/${here.slug}`);
  await says(visit, 'Apply by');
  expect(await visit.open(`${address}/start`)).toBe(200);
  await says(visit, 'Opens at');
  await visit.open(address);
  await follow(visit, 'Privacy notice');
  await expectFit(visit, 'Privacy notice of');
  for (const nowhere of ['/o/nobody', `/o/${here.slug}/pots/none`, `/register/${'x'.repeat(90)}`, '/confirmations/x'])
    expect([nowhere, await visit.open(nowhere)]).toEqual([nowhere, 404]);
});

test('an officer writes down what a group says; it confirms by a mailed link, and two of its people accept the offer', async () => {
  const { door, staff, engine } = here.lives;
  const questions = [{ key: 'why_now', label: 'Why now?', required: true, kind: 'text' }] as const;
  const pot = await here.lives.aPot({ questions });
  const { name } = await door.as(staff.manager, 'getPot', { id: pot.potId });
  // On paper: nobody of the group has ever signed in.
  const body = { kind: 'group', name: 'Paper Lane Allotments', organisationType: 'unincorporated_association' };
  const group = await created(door.api, staff.officer, 'addParty', body);
  const officer = await here.visitAs(staff.officer, desktop);
  await officer.open(`/groups/${group}`);
  await says(officer, 'So nobody can sign in for it.');
  await follow(officer, 'Write down an application for it');
  await expectFit(officer, 'An application of Paper Lane Allotments');
  await says(officer, 'Once they say yes, they act for the group');
  await officer.page.getByLabel(name, { exact: true }).last().check();
  await press(officer, 'Begin to write it');
  await expectFit(officer, 'The application of Paper Lane Allotments');
  const id = new URL(officer.page.url()).pathname.split('/').at(-1) ?? '';
  const draft = await door.as(staff.officer, 'getApplication', { id });
  const written = { ...content(100_000), answers: { why_now: 'The hall closes in May.' } };
  await door.as(staff.officer, 'saveApplication', { id, ifMatch: `"${String(draft.version)}"`, body: written });
  await officer.open(`/grants/${id}`); // leads to where it is written
  await follow(officer, 'Check and send');
  await expectFit(officer, 'Is everything right?');
  await says(officer, 'You send what Paper Lane Allotments told you. We then email it to Ada Brown, ada@example.org');
  await press(officer, 'Send the application');
  await expectFit(officer, 'Paper Lane Allotments');
  await says(officer, 'The application is sent.');
  await says(officer, 'We asked Ada Brown by email');
  await officer.page.getByRole('link', { name: 'What happens next' }).click();
  await expectFit(officer, 'Who has to confirm');
  for (const words of ['Asked Ada Brown, ada@example.org', 'They have no email?']) await says(officer, words);
  // Who wrote it down does not go on without the group's own word.
  await officer.page.getByText('Go on without a confirmation').first().click();
  await says(officer, 'you helped to write');
  await press(officer, 'Send the email again');
  await says(officer, 'The email is sent again.');

  const address = `/confirmations/${await linkOf('confirmation')}`;
  const visit = await here.visit(phone);
  await visit.open(address);
  await expectFit(visit, 'Is this right for Paper Lane Allotments?');
  for (const words of ['£1,000', 'The hall closes in May.', 'Ada Brown', 'Croydon']) await says(visit, words);
  await fill(visit, 'What are you in its committee?', 'chair');
  await press(visit, 'Yes, that is right');
  await expectFit(visit, 'Thank you');
  await says(visit, 'You now act for Paper Lane Allotments with us.');
  await here.lives.becomes(id, ({ confirmations }) => confirmations[0].state === 'confirmed', 'confirmed');
  // What was written is shown for as long as it is asked about.
  await visit.open(address);
  expect(await visit.page.locator('main').innerText()).not.toContain('The hall closes in May.');

  /** Somebody of the group, once they have signed in with the address that their mail came to. */
  const member = async (email: string, signs: string) => {
    const [found] = await engine.inbox.look<{ personId: string }>(
      `select p.id as "personId" from person p join login l on l.id = p.login_id
       join role r on r.person_id = p.id and r.name = 'applicant' and r.party_id = $1 where l.email = $2`,
      [group, email],
    );
    const actor = { tenantId: staff.tenantId, personId: String(found?.personId) };
    return here.visitAs(await aTokenHolder(engine.inbox, signs, actor), phone);
  };
  const ada = await member('ada@example.org', 'Ada Brown');
  await ada.open('/home');
  await expectFit(ada, 'Paper Lane Allotments');

  // A colleague decides: whoever wrote it down cannot.
  await door.as(staff.secondOfficer, 'startChecking', { id });
  await door.as(staff.secondOfficer, 'passToPanel', { id });
  await door.as(staff.secondOfficer, 'decide', { id, body: { meetingId: null, outcome: 'award' } });
  await ada.open(`/grants/${id}/offer`);
  await fill(ada, 'Your full name', 'Ada Brown');
  await press(ada, 'Accept £1,000');
  await says(ada, 'You have accepted the offer.');
  await ada.open(`/grants/${id}/offer`);
  await fill(ada, 'Their full name', 'Ben Clarke');
  await fill(ada, 'Their own email address', 'ben@example.org');
  await ada.page.getByLabel('They are on our committee').first().check();
  await press(ada, 'Send them the offer');
  await says(ada, 'We have sent them an email with the offer.');
  const ben = await member('ben@example.org', 'Ben Clarke');
  await ben.open(`/grants/${id}/offer`);
  await fill(ben, 'Your full name', 'Ben Clarke');
  await press(ben, 'Accept £1,000');
  await says(ben, 'Bank details needed');
});

test('a host says by a mailed link that it receives the money, signs in, gives its account, and is paid', async () => {
  const { door, staff, engine } = here.lives;
  // Of its own: what it is awarded is no other test's.
  const group = await aGroupOverHttp(door, staff, 'Reed Beds Collective');
  const pot = await here.lives.aPot({}, 1_000_000);
  const id = await here.lives.withThePanel(pot, { party: group });
  const [applicant] = group.people;
  const visit = await here.visitAs(applicant, phone);
  await visit.open(`/grants/${id}/host`);
  await fill(visit, 'Name of the organisation', 'Selhurst Trust');
  await fill(visit, 'Who can say yes for it?', 'Nia Host');
  await fill(visit, 'Their email address', applicant.email);
  await press(visit, 'Ask this organisation');
  await says(visit, 'Somebody of the group has this email address.');
  await expectFit(visit, 'Your group has no bank account?');
  await fill(visit, 'Their email address', 'nia@selhurst.example');
  await press(visit, 'Ask this organisation');
  await says(visit, 'We have sent an email to this organisation.');

  const stranger = await here.visit(phone);
  await stranger.open(`/confirmations/${await linkOf('confirmation')}`);
  await press(stranger, 'Yes, that is right');
  await says(stranger, 'you do now, with your email address');
  await follow(stranger, 'Sign in to give the bank details');
  await here.lives.becomes(id, ({ confirmations }) => confirmations[0].state === 'confirmed', 'confirmed');

  const officer = await here.visitAs(staff.officer, desktop);
  await officer.open(`/grants/${id}`);
  await says(officer, 'Selhurst Trust receives the money');
  await door.as(staff.officer, 'decide', { id, body: { meetingId: null, outcome: 'award' } });
  await visit.open(`/grants/${id}/offer`);
  await says(
    visit,
    'into a bank account in the name of Selhurst Trust, which receives the money for Reed Beds Collective',
  );
  for (const person of group.people.slice(0, 2)) await signed(door, person, id);
  await visit.open(`/grants/${id}`);
  await says(visit, 'Waiting for bank details');
  await says(visit, 'With: whoever receives the money for you');
  await visit.open(`/grants/${id}/bank-details`);
  await says(visit, 'Another organisation receives the money for this group');
  expect(await visit.page.getByLabel('Account number').count()).toBe(0);

  const [found] = await engine.inbox.look<{ personId: string }>(
    `select p.id as "personId" from person p join login l on l.id = p.login_id where l.email = 'nia@selhurst.example'`,
  );
  const actor = { tenantId: staff.tenantId, personId: String(found?.personId) };
  const nia = await here.visitAs(await aTokenHolder(engine.inbox, 'Nia Host', actor), phone);
  await nia.open('/home');
  await expectFit(nia, 'Your applications');
  await says(nia, 'Money that Selhurst Trust receives for others');
  await follow(nia, 'Give the bank details');
  await expectFit(nia, 'Money that Selhurst Trust receives for others');
  for (const words of ['Reed Beds Collective', '£1,000']) await says(nia, words);
  await fill(nia, 'Name on the account', 'Selhurst Trust');
  await fill(nia, 'Sort code', '089999');
  await fill(nia, 'Account number', '66374959');
  await press(nia, 'Send the bank details');
  await expectFit(nia, 'Money that Selhurst Trust receives for others');
  await says(nia, 'There is a problem');
  await fill(nia, 'Account number', '66374958');
  await press(nia, 'Send the bank details');
  await says(nia, 'We have the bank details of your organisation.');
  await says(nia, 'We pay into an account of Selhurst Trust, number ending 958.');
  await expectFit(nia, 'Money that Selhurst Trust receives for others');
  const run = await here.lives.sentRun(pot);
  await here.lives.outcomes(run, 'settled');
  await nia.open('/receiving');
  expect(await nia.page.getByRole('cell', { name: '£1,000' }).count()).toBe(2);
  // Its group is told of the host, and the host of nothing but what it receives.
  expect(await nia.open(`/grants/${id}`)).toBe(404);
});

test('a group that had a grant reads what is left for it before it begins; a stranger reads where to look', async () => {
  const { group } = here.lives;
  const pot = await here.lives.aPot({ groupCapPence: pence(200_000) }, 1_000_000);
  const address = `/o/${here.slug}/pots/${pot.potId}`;
  const stranger = await here.visit(phone);
  await stranger.open(`${address}/eligibility`);
  await expectFit(stranger, 'Could this be for you?');
  await says(stranger, 'One group can get at most £2,000 in 12 months');
  await follow(stranger, 'Sign in to see what is left for you');
  await stranger.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();

  const visit = await here.visitAs(group.people[0], phone);
  await visit.open(`${address}/eligibility`);
  const before = await visit.page.locator('main').innerText();
  expect(before).not.toContain('One group can get at most');
  await here.lives.running(pot);
  const told = `${group.name} was awarded £1,000 of the £2,000 that one group can get in 12 months. It can ask for £1,000 now`;
  for (const page of ['eligibility', 'start']) {
    await visit.open(`${address}/${page}`);
    await says(visit, told);
  }
  await press(visit, 'Start');
  await says(visit, 'You can ask for up to £1,000.');
  await says(visit, told);
});
