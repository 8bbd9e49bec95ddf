import { createSeal } from '../../db/seal';
import { linkToken } from '../../src/contracts/link-token';
import { created } from '../../src/cli/story/people';
import { pence } from '../../src/domain/money/money';
import { content } from '../builders/application';
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
  expect(await visit.open(`${address}/start`)).toBe(200);
  await says(visit, 'Opens at');
  await visit.open(address);
  await follow(visit, 'Privacy notice');
  await expectFit(visit, 'Privacy notice of');
  for (const nowhere of ['/o/nobody', `/o/${here.slug}/pots/none`, `/register/${'x'.repeat(90)}`, '/confirmations/x'])
    expect([nowhere, await visit.open(nowhere)]).toEqual([nowhere, 404]);
});

test('an officer writes down what a group says, and the group reads it and confirms it by a mailed link', async () => {
  const { door, group, staff } = here.lives;
  const questions = [{ key: 'why_now', label: 'Why now?', required: true, kind: 'text' }] as const;
  const pot = await here.lives.aPot({ questions });
  const { name } = await door.as(staff.manager, 'getPot', { id: pot.potId });
  const officer = await here.visitAs(staff.officer, desktop);
  await officer.open(`/groups/${group.id}`);
  await follow(officer, 'Write down an application for it');
  await expectFit(officer, `An application of ${group.name}`);
  await officer.page.getByLabel(name, { exact: true }).last().check();
  await press(officer, 'Begin to write it');
  await expectFit(officer, `The application of ${group.name}`);
  const id = new URL(officer.page.url()).pathname.split('/').at(-1) ?? '';
  const draft = await door.as(staff.officer, 'getApplication', { id });
  const body = { ...content(100_000), answers: { why_now: 'The hall closes in May.' } };
  await door.as(staff.officer, 'saveApplication', { id, ifMatch: `"${String(draft.version)}"`, body });
  await officer.open(`/grants/${id}`); // leads to where it is written
  await follow(officer, 'Check and send');
  await expectFit(officer, 'Is everything right?');
  await says(officer, `You send what ${group.name} told you. We then email it to Ada Brown, ada@example.org`);
  await press(officer, 'Send the application');
  await expectFit(officer, group.name);
  await says(officer, 'The application is sent.');

  const address = `/confirmations/${await linkOf('confirmation')}`;
  const visit = await here.visit(phone);
  await visit.open(address);
  await expectFit(visit, `Is this right for ${group.name}?`);
  for (const written of ['£1,000', 'The hall closes in May.', 'Ada Brown', 'Croydon']) await says(visit, written);
  await press(visit, 'Yes, that is right');
  await expectFit(visit, 'Thank you');
  await here.lives.becomes(id, ({ confirmations }) => confirmations[0].state === 'confirmed', 'confirmed');
  // What was written is shown for as long as it is asked about.
  await visit.open(address);
  expect(await visit.page.locator('main').innerText()).not.toContain('The hall closes in May.');
});
