import { randomBytes } from 'node:crypto';

import { createSeal } from '../../db/seal';
import { anActiveBudget, anActiveGrant, type ActiveGrant } from '../builders/active-grant';
import { aRequestedPurchase } from '../builders/buying';
import { aGroup, anEmployer, aProvider, type Employer } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, sentRun } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { cookieOf, knowRecords } from '../support/signed-in';
import { aToken } from '../support/token';
import { openWeb, PlainBrowser, type Web } from '../support/web';

let inbox: Inbox;
let forget: () => void;
let organisation: Organisation;
let grant: ActiveGrant;
let employer: Employer;
let purchaseId: string;
let runId: string;
let web: Web;
let counted = 0;
const said: Readonly<Record<string, unknown>>[] = [];

/** A grant that was paid and a purchase, on which a web process looks that has lost the key. */
beforeAll(async () => {
  inbox = await openInbox();
  forget = knowRecords(inbox);
  organisation = await anOrganisation(inbox);
  const policy = aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }], purchases: purchaseRules });
  const pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
  await cashArrives(inbox, organisation, pot, 500_000);
  const group = await aGroup(inbox, organisation);
  grant = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence: 100_000 });
  await inbox.applyDueNow(organisation.tenantId, 'grant', grant.grantId);
  ({ runId } = await sentRun(inbox, organisation, pot.potId));
  employer = await anEmployer(inbox, organisation, {});
  const provider = await aProvider(inbox, organisation);
  const budget = await anActiveBudget(inbox, { organisation, potId: pot.potId, employer, askedPence: 50_000 });
  const facts = { organisation, employer, provider, grantId: budget.grantId, pricePence: 5_000 };
  purchaseId = await aRequestedPurchase(inbox, facts);
  const unreadable = { count: () => (counted += 1), say: (detail: (typeof said)[number]) => said.push(detail) };
  web = await openWeb(inbox, { unreadable }, createSeal(randomBytes(32)));
});
afterAll(async () => {
  await web.close();
  forget();
  await inbox.close();
});

async function seenBy(who: Actor, path: string) {
  const browser = new PlainBrowser(web.url);
  const { name, value } = await cookieOf({ id: who.personId, token: await aToken(inbox, who) });
  browser.jar.set(name, value);
  return browser.open(path);
}

async function asked(who: Actor, path: string) {
  const headers = { authorization: `Bearer ${await aToken(inbox, who)}` };
  const response = await fetch(`${web.url}/api/v1${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
}

test('pages are shown, and say of each value that it cannot be read', async () => {
  const staff = await seenBy(organisation.officer, `/grants/${grant.grantId}`);
  expect(staff.status).toBe(200);
  expect(staff.text).toContain('The bank details of this group cannot be read.');
  const bought = await seenBy(organisation.officer, `/purchases/${purchaseId}`);
  expect(bought.status).toBe(200);
  expect(bought.text).toContain('Cannot be read');
  const budget = await seenBy(employer.budgetHolder, '/budget');
  expect(budget.status).toBe(200);
  expect(budget.text).toContain('For a reference that cannot be read');
});

test('a program is told that there is a value, and that it cannot be read', async () => {
  const { status, body } = await asked(organisation.officer, `/purchases/${purchaseId}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ clientReference: null, clientReferenceUnreadable: true });
});

test('nothing is paid to an account that cannot be read: there is no file, nor a sheet to key in', async () => {
  const { status, body } = await asked(organisation.paymentMaker, `/payment-runs/${runId}/export`);
  expect([status, body['code'], body['paymentIds']]).toEqual([409, 'BANK_DETAILS_UNREADABLE', grant.paymentIds]);
  const sheet = await seenBy(organisation.paymentMaker, `/payment-runs/${runId}/keying-sheet`);
  expect([sheet.status, sheet.title]).toEqual([409, 'This cannot be read']);
  expect(sheet.text).toContain('cannot read the bank details of a payment here');
});

test('each is counted, and the key that is missing is logged once, by its id and with nothing of the value', async () => {
  const before = counted;
  await seenBy(organisation.officer, `/purchases/${purchaseId}`);
  expect(counted).toBe(before + 1);
  expect(said).toEqual([{ error: expect.stringMatching(/^KeyMissing [0-9a-f]{8}$/) as string, at: expect.anything() as unknown }]); // prettier-ignore
});
