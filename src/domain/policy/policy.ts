/**
 * A pot's policy: every period, limit and rule by which the pot's grants live, as data. It is versioned, and the version
 * in force at the award is kept with the grant, so that a later change never alters a running grant.
 *
 * Periods before something (`remindBefore`) are written without a minus sign.
 */
import type { Period } from '../calendar/calendar';
import { MICRO_GRANT_CEILING, pence, type Pence, ZERO } from '../money/money';

/** The kinds of organisation that a pot may give to. */
export const organisationTypes = [
  'unincorporated_association',
  'cio',
  'registered_charity',
  'cic',
  'company_limited_by_guarantee',
  'community_benefit_society',
  'faith_group',
  'tenants_and_residents',
  'public_body',
  'other_non_profit',
] as const;

/** What an organisation is; `public_body` is for the employers of budget holders, such as a court or a council. */
export type OrganisationType = (typeof organisationTypes)[number];

/** The checks that an officer may have to pass before an award. */
export const checkKinds = [
  'governing_document',
  'three_unrelated_committee_members',
  'two_unrelated_signatories',
  'recent_bank_statement',
  'accounts',
  'safeguarding_policy',
] as const;

/** One kind of check; a passed one is reused by later applications of the group until it expires. */
export type CheckKind = (typeof checkKinds)[number];

/** A statement that the applicant confirms. */
export interface Declaration {
  readonly key: string;
  readonly text: string;
}

/** How a question is answered; a file is added beside the answers. */
export const questionKinds = ['text', 'short_text', 'choice', 'number', 'money', 'date', 'address', 'file'] as const;

/** The most that a `short_text` is: one line, which people read at a glance. */
export const shortAnswerAtMost = 150;

/** A question that a pot asks besides what every application holds. */
export interface Question {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  readonly kind: (typeof questionKinds)[number];
  /** Only for `text`. */
  readonly maxWords?: number;
  /** Only for `choice`, at least two. */
  readonly choices?: readonly string[];
}

/** Who may apply. What is left out is no limit. */
export interface Eligibility {
  readonly organisationTypes: readonly OrganisationType[];
  readonly maxIncomePence?: Pence;
  readonly areas?: readonly string[];
  readonly declarations: readonly Declaration[];
}

/** A check that the pot wants, and for how long one that was passed counts. */
export interface PolicyCheck {
  readonly kind: CheckKind;
  /** By the calendar, from the day it was passed. */
  readonly validFor: Period;
  readonly onlyIf?: 'children or adults at risk';
}

/** One thing that the panel judges an application by. */
export interface Criterion {
  readonly key: string;
  readonly label: string;
  /** What it asks, in a few words. */
  readonly asks?: string;
  /** Scores go from 0 to this. */
  readonly topScore: number;
}

/** The highest that a top score can be. */
export const topScoreAtMost = 10;

/** What a pot's panel judges by unless its policy says otherwise. */
const usualCriteria: readonly Criterion[] = [
  { key: 'need', label: 'Need', asks: 'is it wanted here', topScore: 5 },
  { key: 'difference', label: 'Difference', asks: 'what will change for people', topScore: 5 },
  { key: 'able', label: 'Able', asks: 'can this group do it', topScore: 5 },
  { key: 'value', label: 'Value', asks: 'is it worth the money', topScore: 5 },
];

/** What the panel judges by under a policy. */
export const criteriaOf = ({
  criteria,
}: {
  readonly criteria?: readonly Criterion[] | undefined;
}): readonly Criterion[] => criteria ?? usualCriteria;

/** A criterion with what it asks: `Need: is it wanted here`. */
export const criterionInWords = ({ label, asks }: Criterion): string =>
  asks === undefined ? label : `${label}: ${asks}`;

/** How a pot's panel comes to its decision. */
export const decisionRules = ['chair records the decision', 'majority'] as const;

/** One part of the grant, paid at a time of its own. */
export interface PolicyInstalment {
  /** Whole percent; the shares of a plan add up to 100. */
  readonly sharePercent: number;
  /** After acceptance. */
  readonly dueAfter: Period;
}

/** Whom groups can ask about a pot; by telephone, by email, or by both. */
export interface Help {
  readonly name: string;
  readonly telephone?: string;
  readonly email?: string;
}

/** The rules of a pot. */
export interface Policy {
  /** What the money is for, in words for groups. Left out in policies from before it could be said. */
  readonly purpose?: string;
  /** Left out where nobody is named. */
  readonly help?: Help;
  /** The most that one grant can be; never over `MICRO_GRANT_CEILING`. */
  readonly ceilingPence: Pence;
  /** The most that one group can be awarded within `groupCapPeriod`, over all pots. */
  readonly groupCapPence: Pence;
  readonly groupCapPeriod: Period;
  /** Whether costs from before the decision are paid. */
  readonly allowCostsBeforeDecision: boolean;
  /** Applications at any time, or only while a round is open. */
  readonly intake: 'rolling' | 'window';
  readonly eligibility: Eligibility;
  readonly questions: readonly Question[];
  readonly checks: readonly PolicyCheck[];
  /** In the order in which they are read. Left out in policies from before they could be said: then the usual ones. */
  readonly criteria?: readonly Criterion[];
  readonly decision: {
    readonly by: 'panel';
    /** How many present and unconnected people a decision needs. */
    readonly quorum: number;
    readonly rule: (typeof decisionRules)[number];
    /** Up to this sum one person may award alone; 0 for never. */
    readonly delegatedUpToPence: Pence;
  };
  /** Whether the second contact has to confirm by email before an application goes to the panel. Left out in policies from before it could be said: then not. */
  readonly secondContact?: 'required' | 'not asked';
  /** Whether a group may show its draft before it sends it, and how soon an officer then comments on it. Not at all when this is left out. */
  readonly draftFeedback?: { readonly commentWithin: Period };
  /** From submission until checked. */
  readonly checkWithin: Period;
  /** For the group to answer a question; meanwhile the clock of `checkWithin` or `decideWithin` is paused. */
  readonly answerWithin: Period;
  /** From checked until decided. */
  readonly decideWithin: Period;
  readonly offer: {
    readonly validFor: Period;
    readonly remindBefore: readonly Period[];
    /** How many unrelated committee members accept for the group. */
    readonly signatories: number;
  };
  /** From acceptance until the award's conditions are met. */
  readonly conditionsWithin: Period;
  readonly instalments: readonly PolicyInstalment[];
  readonly report: {
    readonly dueAfter: Period;
    readonly from: 'acceptance' | 'last payment';
    readonly remindBefore: readonly Period[];
    readonly remindAfter: readonly Period[];
    /** For the officer to read it. */
    readonly readWithin: Period;
    /** For the group to answer a question about it. */
    readonly answerWithin: Period;
  };
  /** For the group to return what was not used. */
  readonly refundWithin: Period;
  /** Leftovers up to this sum may be kept by the group. */
  readonly keepLeftoversUpToPence: Pence;
  /** A draft that nobody touched for so long is deleted. */
  readonly draftsExpireAfter: Period;
  /** Null where the pot has no spot-purchase grants. */
  readonly purchases: {
    readonly authoriseWithin: Period;
    readonly deliverWithin: Period;
    /** From the matched invoice until payment is due. */
    readonly payAfterInvoice: Period;
  } | null;
  /** For a group to ask that a refusal is looked at again. */
  readonly appealWithin: Period;
  readonly paymentRun: {
    readonly chaseAuthorisationAfter: Period;
    readonly chaseOutcomeAfter: Period;
  };
}

/**
 * What a new pot starts with: a rolling pot whose panel of three decides. Where the field has a habit, the habit; its
 * source is beside it.
 */
export const defaultPolicy: Policy = {
  ceilingPence: MICRO_GRANT_CEILING,
  groupCapPence: MICRO_GRANT_CEILING,
  groupCapPeriod: 'P12M',
  allowCostsBeforeDecision: false,
  intake: 'rolling',
  eligibility: {
    organisationTypes: [...organisationTypes],
    declarations: [
      { key: 'true_and_complete', text: 'What we have told you is true, and we have left out nothing that matters.' },
      { key: 'committee_agrees', text: 'Our committee knows of this application and agrees to it.' },
    ],
  },
  questions: [],
  // Community foundations ask for these of groups that are new to them: governing document, three committee members and
  // two signatories unconnected by family or address (e.g. Norfolk Community Foundation, "The supporting evidence we ask
  // for"), a statement of the last three months, last accounts, and safeguarding where children or adults at risk come.
  checks: [
    { kind: 'governing_document', validFor: 'P3Y' },
    { kind: 'three_unrelated_committee_members', validFor: 'P12M' }, // committees are elected yearly
    { kind: 'two_unrelated_signatories', validFor: 'P12M' },
    { kind: 'recent_bank_statement', validFor: 'P3M' },
    { kind: 'accounts', validFor: 'P12M' }, // accounts are yearly
    { kind: 'safeguarding_policy', validFor: 'P12M', onlyIf: 'children or adults at risk' },
  ],
  criteria: usualCriteria,
  decision: { by: 'panel', quorum: 3, rule: 'chair records the decision', delegatedUpToPence: ZERO },
  secondContact: 'required',
  checkWithin: 'P10D',
  answerWithin: 'P14D',
  decideWithin: 'P42D', // panels of volunteers meet about every six weeks
  // Funders give two weeks (e.g. North Devon Council) to a year; four weeks lets a committee that meets monthly sign.
  offer: { validFor: 'P28D', remindBefore: ['P14D', 'P3D'], signatories: 2 },
  conditionsWithin: 'P56D',
  instalments: [{ sharePercent: 100, dueAfter: 'P7D' }],
  // Small grants are spent within a year and the report is asked for at its end; the first invitation comes two months
  // before that anniversary (as the Norman Family Charitable Trust does, "Monitoring & Evaluation").
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
  // 30 days is what public bodies must pay invoices within (Public Contracts Regulations 2015, regulation 113; Procurement
  // Act 2023, section 68); small providers cannot wait so long, so half of it.
  purchases: { authoriseWithin: 'P5D', deliverWithin: 'P56D', payAfterInvoice: 'P14D' },
  appealWithin: 'P28D',
  paymentRun: { chaseAuthorisationAfter: 'P2D', chaseOutcomeAfter: 'P5D' },
};
