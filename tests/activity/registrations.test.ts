import {
  confirmRegistration,
  findRegistration,
  personRegistered,
  register,
  registeringLimits,
  type RegisterBody,
} from '../../src/commands/parties/register';
import { applyCommand } from '../../src/commands/apply/bring-up-to';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
let slug: string;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());
beforeEach(async () => {
  organisation = await anOrganisation(inbox);
  const [tenant] = await inbox.look<{ slug: string }>('select slug from tenant where id = $1', [organisation.tenantId]);
  slug = String(tenant?.slug);
});

const ask = (body: Partial<RegisterBody> = {}, ip = '192.0.2.1') =>
  register(
    { db: inbox.db, fingerprint: (text) => text, ip },
    {
      organisation: slug,
      groupName: 'F.W.P. Hibiscus',
      organisationType: 'cio',
      personName: 'Grace Boateng',
      email: ' Grace@Hibiscus.example',
      ...body,
    },
  );
const asked = () =>
  inbox.look<{ id: string; email: string }>(
    'select id, email from registration where tenant_id = $1 order by asked_at, id',
    [organisation.tenantId],
  );
async function confirmed(id: string): Promise<string> {
  const { tenantId } = organisation;
  const stored = await confirmRegistration(inbox.db, { tenantId, id });
  if (stored === undefined) throw new Error('nothing was confirmed');
  await applyCommand(inbox.applying, { tenantId, subject: 'party', id: stored.partyId }, stored.commandId);
  return stored.partyId;
}

test('a group is there once the link was opened, with whoever opened it acting for it', async () => {
  const { tenantId } = organisation;
  await ask({ committeePosition: 'chair' });
  const [registration] = await asked();
  expect(registration?.email).toBe('grace@hibiscus.example');
  const mails = await inbox.look('select template, person_id from outbox where correspondent_id = $1', [
    registration?.id,
  ]);
  expect(mails).toEqual([{ template: 'confirm-registration', person_id: null }]);
  expect(await inbox.look("select 1 from party where tenant_id = $1 and kind = 'group'", [tenantId])).toEqual([]);

  const link = { tenantId, id: String(registration?.id) };
  expect(await findRegistration(inbox.db, link)).toMatchObject({ group: 'F.W.P. Hibiscus', isConfirmed: false });
  const partyId = await confirmed(link.id);
  expect(await findRegistration(inbox.db, link)).toMatchObject({ isConfirmed: true });
  const person = await personRegistered(inbox.db, tenantId, partyId);
  const [made] = await inbox.look(
    `select g.name, g.organisation_type as type, p.name as person, l.email, r.name as role, k.kind, k.position
     from party g join role r on r.party_id = g.id join person p on p.id = r.person_id join login l on l.id = p.login_id
     join party_connection k on k.party_id = g.id and k.person_id = p.id where g.id = $1 and p.id = $2`,
    [partyId, person?.personId],
  );
  expect(made).toEqual({
    name: 'F.W.P. Hibiscus',
    type: 'cio',
    person: 'Grace Boateng',
    email: 'grace@hibiscus.example',
    role: 'applicant',
    kind: 'committee',
    position: 'chair',
  });
  expect(await confirmRegistration(inbox.db, link)).toBeUndefined();
});

test('staff see which groups have the same name, and somebody known acts for one more', async () => {
  const { tenantId } = organisation;
  await ask();
  await ask({ groupName: 'f.w.p. hibiscus' });
  const [one, other] = await asked();
  const first = await confirmed(String(one?.id));
  const second = await confirmed(String(other?.id));
  const [event] = await inbox.look<{ after: Record<string, unknown>; audience: string }>(
    "select after, audience from event where subject_id = $1 and type = 'group_registered'",
    [second],
  );
  expect([event?.audience, event?.after['sameNameAs']]).toEqual(['staff', [first]]);
  const people = await inbox.look('select distinct person_id from role where tenant_id = $1 and party_id is not null', [
    tenantId,
  ]);
  expect(people).toHaveLength(1);
});

test('one address and one network are taken at their word only so often, and nobody is told', async () => {
  for (let time = 0; time < registeringLimits.address.atMost + 2; time += 1)
    await ask({ email: 'again@example.org' }, '192.0.2.9');
  expect(await asked()).toHaveLength(registeringLimits.address.atMost);
  for (let time = 0; time < registeringLimits.network.atMost + 2; time += 1)
    await ask({ email: `${String(time)}@example.org` }, '192.0.2.9');
  expect((await asked()).length).toBeLessThan(registeringLimits.address.atMost + registeringLimits.network.atMost);
  await ask({ organisation: 'nobody' }, '198.51.100.1');
});

test('a link runs out after seven days, and what was not confirmed is forgotten', async () => {
  const { tenantId } = organisation;
  await ask({ email: 'late@example.org' }, '198.51.100.2');
  const [registration] = await asked();
  const link = { tenantId, id: String(registration?.id) };
  await inbox.look("update registration set asked_at = asked_at - interval '8 days' where id = $1", [link.id]);
  expect([await findRegistration(inbox.db, link), await confirmRegistration(inbox.db, link)]).toEqual([
    undefined,
    undefined,
  ]);
  await ask({ email: 'other@example.org' }, '198.51.100.3');
  expect((await asked()).map(({ email }) => email)).toEqual(['other@example.org']);
});
