import type { Published, PublishedPot } from '../../db/queries/pots/published';
import { pence } from '../../src/domain/money/money';
import { potView } from '../../src/http/pages/public/views';
import { aPolicy, type PolicyOverrides } from '../builders/policy';

/** All that is said below the headings of a pot's public page. */
function said(policy: PolicyOverrides): string {
  const pot: PublishedPot = {
    id: '0199e2a0-0000-7000-8000-000000000001',
    name: 'Croydon small grants',
    state: 'open',
    funder: 'Home Office',
    policy: aPolicy(policy),
    roundId: null,
    closesAt: null,
    decideBy: null,
    coming: [],
  };
  const published: Published = {
    tenantId: '0199e2a0-0000-7000-8000-000000000002',
    look: { id: '0199e2a0-0000-7000-8000-000000000002', slug: 'croydon', name: 'CVA', colour: null, logoId: null },
    slug: 'croydon',
    name: 'Croydon Voluntary Action',
    contact: { telephone: null, email: null, address: null },
    now: '2026-11-23T12:00:00.000Z',
    pots: [pot],
  };
  return potView(published, pot)
    .parts.flatMap(({ lines }) => lines)
    .join('\n');
}

test('the report is counted from what the rules of the pot count it from', () => {
  expect(said({ report: { from: 'acceptance' } })).toContain('12 months after you accept');
  expect(said({ report: { from: 'last payment' } })).toContain('12 months after the last payment');
});

test('nobody is told that they may keep nothing', () => {
  expect(said({ keepLeftoversUpToPence: pence(5_000) })).toContain('You may keep what is left over, up to £50.');
  expect(said({ keepLeftoversUpToPence: pence(0) })).toContain('What is left over comes back to us.');
  expect(said({ keepLeftoversUpToPence: pence(0) })).not.toContain('£0');
});

test('where one person may decide alone, it does not say that only a panel does', () => {
  expect(said({ decision: { delegatedUpToPence: pence(50_000) } })).toContain('Up to £500, one of us may decide');
  expect(said({ decision: { delegatedUpToPence: pence(0) } })).not.toContain('one of us');
});
