import { organisationTypes, type Policy } from '../../src/domain/policy/policy';
import { pence } from '../../src/domain/money/money';

/** A policy in part: objects in part too, lists as a whole. */
export type PolicyOverrides = Overrides<Policy>;

type Overrides<T> = { readonly [K in keyof T]?: Part<T[K]> };
type Part<V> = V extends string | number | readonly unknown[] ? V : V extends object ? Overrides<V> : V;

/** What purchases of a spot-purchase pot have. */
export const purchaseRules: NonNullable<Policy['purchases']> = {
  authoriseWithin: 'P5D',
  deliverWithin: 'P56D',
  payAfterInvoice: 'P14D',
};

/** Spelled out, so that no test moves when the default policy of a new pot does. No checks, questions or statements; one instalment. */
const plain: Policy = {
  ceilingPence: pence(200_000),
  groupCapPence: pence(200_000),
  groupCapPeriod: 'P12M',
  allowCostsBeforeDecision: false,
  intake: 'rolling',
  eligibility: { organisationTypes: [...organisationTypes], declarations: [] },
  questions: [],
  checks: [],
  decision: { by: 'panel', quorum: 3, rule: 'chair records the decision', delegatedUpToPence: pence(0) },
  checkWithin: 'P10D',
  answerWithin: 'P14D',
  decideWithin: 'P42D',
  offer: { validFor: 'P28D', remindBefore: ['P14D', 'P3D'], signatories: 2 },
  conditionsWithin: 'P56D',
  instalments: [{ sharePercent: 100, dueAfter: 'P7D' }],
  report: {
    dueAfter: 'P12M',
    from: 'acceptance',
    remindBefore: ['P2M', 'P14D'],
    remindAfter: ['P7D', 'P28D'],
    readWithin: 'P14D',
    answerWithin: 'P14D',
  },
  refundWithin: 'P28D',
  keepLeftoversUpToPence: pence(5_000),
  draftsExpireAfter: 'P6M',
  purchases: null,
  appealWithin: 'P28D',
  paymentRun: { chaseAuthorisationAfter: 'P2D', chaseOutcomeAfter: 'P5D' },
};

/** A policy with quorum three, two signatories and periods as the field has them; a test says what it is about. */
export function aPolicy(overrides: PolicyOverrides = {}): Policy {
  return merged(plain, overrides) as Policy;
}

function merged(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, merged(base[key], value)])),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
