import { randomUUID } from 'node:crypto';

import { aSignature } from '../builders/active-grant';
import { anAward } from '../builders/award';
import { aGroup, type Group } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { callerOf } from '../support/caller';
import { startDeployment, type Deployment } from '../support/deployment';
import type { Inbox } from '../support/inbox';
import { cookieOf, knowRecords } from '../support/signed-in';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

/**
 * Offers were accepted without a fingerprint and a signature once. Whoever still sends that, a program, a page that was open, or a web process of that
 * release that stored it before this worker began, is told what is missing, or has it done as it was meant; nobody meets a mistake of ours.
 */
let grantpot: Deployment;
let inbox: Inbox;
let organisation: Organisation;
let potId: string;

beforeAll(async () => {
  grantpot = await startDeployment();
  inbox = await grantpot.openInbox();
  organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 10_000_000, policy: aPolicy() }));
});
afterAll(async () => {
  await inbox.close();
  await grantpot.remove();
});

async function anOffer(): Promise<{ readonly grantId: string; readonly group: Group }> {
  const group = await aGroup(inbox, organisation);
  const { grantId } = await anAward(inbox, { organisation, potId, askedPence: 150_000, group });
  return { grantId, group };
}
const acceptances = (grantId: string) =>
  inbox.look<{ signed: boolean }>(
    `select s.typed_name is not null as signed from acceptance a left join acceptance_signature s using (tenant_id, grant_id, person_id)
     where a.grant_id = $1 order by a.accepted_at`,
    [grantId],
  );

test('a program of before is told which fields are missing, nothing is stored, and with them it goes on under the same key', async () => {
  const { grantId, group } = await anOffer();
  const chair = callerOf(grantpot.api, await aToken(inbox, group.applicant));
  const key = randomUUID();
  const told = await chair.post(`/grants/${grantId}/accept-offer`, {}, key);
  expect(told).toMatchObject({ status: 422, body: { code: 'BODY_INVALID' } });
  const errors = told.body['errors'] as readonly { pointer: string; detail: string }[];
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/agreementHash', '/signature']);
  for (const { detail } of errors) expect(detail).toMatch(/^[A-Z].+\.$/);
  expect(await inbox.look('select from command where idempotency_key = $1', [key])).toEqual([]);
  expect(await acceptances(grantId)).toEqual([]);

  const now = await chair.post(
    `/grants/${grantId}/accept-offer`,
    await aSignature(inbox, group.applicant, grantId),
    key,
  );
  expect(now.status).toBe(200);
  expect(await acceptances(grantId)).toEqual([{ signed: true }]);
});

test('a page of before, which asked for no signature, is answered with today’s: the agreement, and what is missing', async () => {
  const { grantId, group } = await anOffer();
  const address = `${grantpot.api.replace('/api/v1', '')}/grants/${grantId}/offer`;
  const forget = knowRecords(inbox);
  const { name, value } = await cookieOf({
    id: group.applicant.personId,
    token: await aToken(inbox, group.applicant),
  }).finally(forget);
  const session = `${name}=${value}`;
  const page = await fetch(address, { headers: { Cookie: session } });
  const html = await page.text();
  const form = /<form[^>]*>(?:(?!<\/form>)[\s\S])*name="signature"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, field = '', kept = '']) => [field, kept] as const,
  );
  expect(hidden.map(([field]) => field)).toContain('_seen');
  const cookies = [session, ...page.headers.getSetCookie().map((cookie) => cookie.split(';')[0])].join('; ');
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookies, Origin: new URL(address).origin },
    body: new URLSearchParams(Object.fromEntries(hidden.filter(([field]) => field !== '_seen'))),
  });
  expect(answer.status).toBe(422);
  const shown = await answer.text();
  expect(shown).toContain('There is a problem');
  expect(shown).toContain('name="signature"');
  expect(shown).toContain('£1,500');
  expect(await acceptances(grantId)).toEqual([]);
});

test('what a web process of before has stored is accepted by today’s worker, without a signature, and today’s second signs', async () => {
  const { grantId, group } = await anOffer();
  await grantpot.worker.stop();
  const { commandId } = await inbox.store(group.applicant, 'acceptOffer', grantId, {});
  await grantpot.worker.start();
  await waitFor('it is applied', async () => {
    const [row] = await inbox.look<{ status: string }>('select status from command where id = $1', [commandId]);
    return row?.status === 'applied';
  });
  const secretary = callerOf(grantpot.api, await aToken(inbox, group.secretary));
  const signature = await aSignature(inbox, group.secretary, grantId);
  const second = await waitFor('the second is answered', async () => {
    const told = await secretary.post(`/grants/${grantId}/accept-offer`, signature, 'second');
    return told.status === 202 ? undefined : told;
  });
  expect(second.status).toBe(200);
  expect(await acceptances(grantId)).toEqual([{ signed: false }, { signed: true }]);
  const [grant] = await inbox.look<{ stage: string }>('select stage from application where id = $1', [grantId]);
  expect(grant?.stage).toBe('active');
});
