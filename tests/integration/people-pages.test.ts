import { hashOf } from '../../src/commands/sign-in/secrets';
import { confirmSecondFactor } from '../../src/commands/sign-in/second-factor';
import { noteShown } from '../../src/commands/sign-in/sessions';
import { aPot } from '../builders/pot';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { granted, signingInOn } from '../support/signing-in';
import { openWeb, PlainBrowser, type Web } from '../support/web';

let inbox: Inbox;
let organisation: Organisation;
let web: Web;
beforeEach(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  web = await openWeb(inbox);
});
afterEach(async () => {
  await web.close();
  await inbox.close();
});

/** The value of the button that does what was shown. */
const confirming = (text: string): string => /value="(yes:[^"]+)"/.exec(text)?.[1] ?? '';

async function browserOf(who: Actor): Promise<PlainBrowser> {
  const browser = new PlainBrowser(web.url);
  const opened = await signingInOn(inbox).opened(who);
  const { token } = granted(await noteShown(inbox.db, hashOf(opened), { secondFactor: true }));
  browser.jar.set('grantpot_session', token);
  return browser;
}

test('a person is added, given a role and invited, loses it, and leaves', async () => {
  const browser = await browserOf(organisation.administrator);
  const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
  expect((await browser.open('/people')).text).toContain('Payment Authoriser');
  await browser.open('/people/new');
  const twice = { name: 'Blessing Adeyemi', email: 'Blessing@example.org' };
  const added = await browser.send('add', twice);
  expect(added.to).toMatch(/^\/people\/[0-9a-f-]{36}\?done=added$/);
  const path = added.to!.split('?')[0]!;
  expect((await browser.open(added.to!)).text).toContain('They are on the list');
  expect((await browser.send('give', { role: 'panel_member', pot: potId })).to).toBe(`${path}?done=given`);
  const page = await browser.open(path);
  expect(page.text).toContain('Panel member, ');
  expect(
    await inbox.look(`select o.template from outbox o join person p on p.id = o.person_id where p.name = $1`, [
      'Blessing Adeyemi',
    ]),
  ).toEqual([{ template: 'invitation' }]);
  const again = await browser.send('give', { role: 'panel_member', pot: potId });
  expect(again.status).toBe(409);
  expect(again.text).toContain('has this role already');
  const [role] = await inbox.look<{ id: string }>('select id from role where pot_id = $1', [potId]);
  await browser.open(path);
  expect((await browser.send('end', { _button: role!.id })).to).toBe(`${path}?done=ended`);
  await browser.open(`${path}/leave`);
  const shown = await browser.send('leave');
  expect(shown.text).toContain('Blessing Adeyemi is signed out everywhere');
  expect((await browser.send('leave', { _button: confirming(shown.text) })).to).toBe(`${path}?done=left`);
  expect((await browser.open(path)).text).toContain('Has left');
  expect((await browser.open(`${path}/leave`)).text).toContain('Not possible now');
  await browser.open('/people/new');
  expect((await browser.send('add', twice)).text).toContain('has left');
  expect((await browser.open(path)).text).toContain('Take them back');
  expect((await browser.send('readmit')).to).toBe(`${path}?done=readmitted`);
  expect((await browser.open(path)).text).toContain('No role yet');
  await browser.open('/people/new');
  expect((await browser.send('add', twice)).text).toContain('is on the list already');
});

test('whoever looks after something needs a successor who is fit for it', async () => {
  await aPot(inbox, organisation, { budgetPence: 100 });
  const [pot] = await inbox.look<{ owner_id: string }>('select owner_id from pot');
  const browser = await browserOf(organisation.administrator);
  expect((await browser.open(`/people/${pot!.owner_id}/leave`)).text).toContain('1 pot');
  const alone = await browser.send('leave');
  expect(alone.status).toBe(422);
  expect(alone.text).toContain('still looks after');
  const unfit = await browser.send('leave', { successor: organisation.paymentMaker.personId });
  expect(unfit.text).toContain('has no role that lets them look after all of it: pots, funds');
  // What goes to whom is shown before anything is done, and done once that very thing is confirmed.
  const typed = { successor: organisation.officer.personId, reason: 'Moves away' };
  const shown = await browser.send('leave', typed);
  expect(shown.text).toMatch(/gets 1 pot\.[\s\S]* leave, and give Grants Officer 2 things/);
  expect((await browser.send('leave', { ...typed, reason: 'Retires', _button: confirming(shown.text) })).status).toBe(
    200,
  );
  const fit = await browser.send('leave', { ...typed, _button: confirming(shown.text) });
  expect(fit.to).toBe(`/people/${pot!.owner_id}?done=left`);
});

test('giving a role needs a fresh sign-in, and what was chosen is kept meanwhile', async () => {
  const browser = await browserOf(organisation.administrator);
  await browser.open(`/people/${organisation.panel[0].personId}`);
  await inbox.look(`update session set reauthenticated_at = app.now() - interval '11 minutes'`);
  const asked = await browser.send('give', { role: 'grants_officer' });
  expect(asked.title).toBe('Show that it is you');
  expect(browser.hidden).toMatchObject({ _form: 'give', role: 'grants_officer' });
  const email = (await signingInOn(inbox).addressOf(organisation.administrator)).email;
  const { code } = await signingInOn(inbox).mailed(email);
  const { _form, _token, ...kept } = browser.hidden;
  expect(_form).toBe('give');
  expect(_token).toBeDefined();
  expect((await browser.send('give', { ...kept, _fresh: code })).to).toContain('done=given');
});

test.each(['/people', '/people/new'])('%s is for those who look after people, and for nobody else', async (path) => {
  for (const [who, status] of [
    [organisation.officer, 200],
    [organisation.paymentMaker, 403],
    [organisation.panel[0], 403],
  ] as const) {
    expect((await (await browserOf(who)).get(path)).status).toBe(status);
  }
});

test('a person’s page offers no role that the server would refuse to give or end, and says why', async () => {
  const { administrator, manager, officer, panel } = organisation;
  const own = await (await browserOf(administrator)).open(`/people/${administrator.personId}`);
  expect(own.text).toContain('Nobody can give themselves a role');
  expect(own.text).not.toContain('value="give"');
  expect(own.text).not.toContain('End Administrator');
  expect(own.text).not.toContain('/leave');
  expect(own.text).toContain('only administrator');
  const leaving = await (await browserOf(administrator)).open(`/people/${administrator.personId}/leave`);
  expect(leaving.text).toContain('only administrator');
  expect(leaving.text).not.toContain('value="leave"');
  const byManager = await (await browserOf(manager)).open(`/people/${administrator.personId}`);
  expect(byManager.text).toContain('value="grants_officer"');
  expect(byManager.text).not.toContain('value="administrator"');
  expect(byManager.text).not.toContain('End Administrator');
  const byAddress = await (await browserOf(manager)).open(`/people/${administrator.personId}/leave`);
  expect(byAddress.text).toContain('You cannot give or end this role.');
  const byOfficer = await (await browserOf(officer)).open(`/people/${panel[0].personId}`);
  expect(byOfficer.text).toContain('value="applicant"');
  expect(byOfficer.text).not.toContain('value="panel_member"');
  expect(byOfficer.text).not.toContain('End Panel member');
});

test('people of another organisation are not there', async () => {
  const elsewhere = await anOrganisation(inbox);
  const browser = await browserOf(organisation.administrator);
  for (const path of ['', '/leave']) {
    expect((await browser.get(`/people/${elsewhere.officer.personId}${path}`)).status).toBe(404);
  }
});

test('an administrator takes a lost app off a colleague’s account, but not off their own', async () => {
  const signIn = signingInOn(inbox);
  const { officer, administrator } = organisation;
  const { loginId } = await signIn.addressOf(officer);
  const browser = await browserOf(administrator);
  const path = `/people/${officer.personId}`;
  expect((await browser.open(`${path}/second-factor`)).text).toContain('Not possible now');
  const code = await signIn.shown(await signIn.begun(officer));
  granted(await confirmSecondFactor(signIn.signingIn, { loginId, code }));
  expect((await browser.open(`${path}/second-factor`)).text).toContain('Set up now: an app for codes.');
  expect((await browser.send('reset')).text).toContain('Why, and how you know that it is them');
  expect((await browser.send('reset', { reason: 'Rang; the phone is lost.' })).to).toBe(`${path}?done=reset`);
  expect((await browser.open(`${path}/second-factor`)).text).toContain('Set up now: nothing.');
  expect((await browser.open(`/people/${administrator.personId}/second-factor`)).text).toContain(
    'Ask another administrator',
  );
  expect((await (await browserOf(organisation.manager)).open(`${path}/second-factor`)).status).toBe(403);
});
