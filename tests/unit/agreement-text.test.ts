import { agreementText, type AgreementFacts } from '../../src/documents/text/agreement';
import { pence } from '../../src/domain/money/money';
import { defaultPolicy } from '../../src/domain/policy/policy';

const facts: AgreementFacts = {
  reference: 'CRO-2026-0001',
  organisation: 'Croydon Voluntary Action',
  group: 'Croydon Women’s Court Project',
  pot: 'Small grants',
  funder: 'Home Office',
  host: null,
  awardedPence: pence(200_000),
  decidedOn: '2026-11-23',
  content: {
    purpose: 'Counselling',
    area: 'Croydon',
    startsOn: '2027-01-06',
    endsOn: '2027-06-30',
    peopleHelped: 18,
    activities: [],
    budget: [],
  },
  conditions: [],
  policy: defaultPolicy,
  isDrawnDown: false,
};
const said = (of: AgreementFacts) => JSON.stringify(agreementText(of).blocks);

test('what was not used is returned by whoever was paid, and by nobody who was paid nothing', () => {
  const returned = /What you have not used when you report, you return/;
  expect(said(facts)).toMatch(returned);
  const bought = said({ ...facts, isDrawnDown: true });
  expect(bought).not.toMatch(returned);
  expect(bought).toMatch(/We pay nothing to your account/);
  expect(bought).toMatch(/you have nothing to return/);
});

test('whose account it goes to is said: the group’s own, or that of the host which receives it', () => {
  expect(said(facts)).toMatch(/into a bank account in the name of Croydon Women’s Court Project\. /);
  expect(said({ ...facts, host: 'Selhurst Trust' })).toMatch(
    /into a bank account in the name of Selhurst Trust, which receives the money for Croydon Women’s Court Project and passes it on\./,
  );
});
