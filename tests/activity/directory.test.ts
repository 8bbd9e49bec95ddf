import { aProvider, anEmployer, type Employer, type Provider } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
let organisation: Organisation;
let provider: Provider;
let employer: Employer;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
  organisation = await anOrganisation(inbox);
  provider = await aProvider(inbox, organisation);
  employer = await anEmployer(inbox, organisation);
});
afterAll(() => inbox.close());

const counselling = { need: 'counselling', name: 'Six sessions of counselling', pricePence: 24_000, area: 'Croydon' };
const added = async (over: object = {}) => {
  const answer = await inbox.done(organisation.officer, 'addService', provider.partyId, { ...counselling, ...over });
  return String(answer.result?.['serviceId']);
};
const found = async (query: Readonly<Record<string, string>>) =>
  (await reads.as(employer.budgetHolder, 'listServices', { query })).items as { id: string; name: string }[];

test('a service is found by need and area, however the area is written, by whoever works with the organisation', async () => {
  const id = await added({ area: 'Thornton Heath', whoFor: 'Women over 18', nextFreeOn: '2027-02-08' });
  expect(await found({ need: 'counselling', area: ' thornton heath' })).toEqual([
    expect.objectContaining({
      id,
      pricePence: 24_000,
      whoFor: 'Women over 18',
      nextFreeOn: '2027-02-08',
      provider: { id: provider.partyId, name: "Croydon Women's Counselling" },
    }),
  ]);
  expect(await found({ need: 'housing', area: 'Thornton Heath' })).toEqual([]);
  expect(await reads.as(provider.provider, 'listServices', { query: { providerId: provider.partyId } })).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ id })]),
  });
});

test('its provider confirms it with another price and day, and withdraws it', async () => {
  const id = await added({ area: 'Purley', nextFreeOn: '2027-02-08' });
  const confirmed = { serviceId: id, pricePence: 25_000 };
  await inbox.done(provider.provider, 'confirmService', provider.partyId, confirmed);
  expect(await found({ area: 'Purley' })).toEqual([
    expect.objectContaining({ id, pricePence: 25_000, nextFreeOn: null }),
  ]);
  await inbox.done(provider.provider, 'withdrawService', provider.partyId, { serviceId: id });
  expect(await found({ area: 'Purley' })).toEqual([]);
  for (const command of ['confirmService', 'withdrawService'] as const)
    expect(
      await inbox.send(provider.provider, command, provider.partyId, {
        ...(command === 'confirmService' ? confirmed : { serviceId: id }),
      }),
    ).toMatchObject({ refusal: { code: 'SERVICE_UNKNOWN', field: '/serviceId' } });
});

test('only providers offer services, and each its own', async () => {
  expect(await inbox.send(organisation.officer, 'addService', employer.partyId, counselling)).toMatchObject({
    refusal: { code: 'SERVICE_NEEDS_PROVIDER' },
  });
  const other = await aProvider(inbox, organisation, { name: 'Family Support' });
  expect(await inbox.send(other.provider, 'addService', provider.partyId, counselling)).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO' },
  });
});

test('what nobody offers is counted for staff, and too small counts are not told', async () => {
  const log = (area: string) =>
    inbox.done(employer.budgetHolder, 'logUnmetNeed', employer.partyId, { need: 'childcare', area });
  await log('Sutton');
  for (const area of ['Croydon', 'croydon', 'Croydon', 'CROYDON', 'Croydon']) await log(area);
  expect(await reads.as(organisation.officer, 'listUnmetNeeds')).toEqual({
    items: [
      { need: 'childcare', area: expect.stringMatching(/^croydon$/i), count: 5 },
      { need: 'childcare', area: 'Sutton', count: null },
    ],
  });
  expect(await reads.as(employer.budgetHolder, 'listUnmetNeeds')).toBe('not theirs to ask');
});
