import { z } from 'zod';
import { roundStates } from '../../../domain/lives/round-life';
import { decisionOutcomes } from '../../../domain/decision/decision';
import { rulings } from '../../../domain/decision/quorum';
import {
  checkKinds,
  decisionRules,
  defaultPolicy,
  organisationTypes,
  questionKinds,
} from '../../../domain/policy/policy';
import { at, id, named, on, page, pageByName, pageByTime, personTold, sum } from './common';
import { fund, group, ids, officer, pot } from './examples';

const state = z.enum(['open', 'closed']);
const period = z.string();

/** A pot's policy, as it is published. */
const policyAnswer = z
  .strictObject({
    purpose: z.string().optional(),
    help: z
      .strictObject({ name: z.string(), telephone: z.string().optional(), email: z.string().optional() })
      .optional(),
    ceilingPence: sum,
    groupCapPence: sum,
    groupCapPeriod: period,
    allowCostsBeforeDecision: z.boolean(),
    intake: z.enum(['rolling', 'window']),
    eligibility: z.strictObject({
      organisationTypes: z.array(z.enum(organisationTypes)),
      maxIncomePence: sum.optional(),
      areas: z.array(z.string()).optional(),
      declarations: z.array(z.strictObject({ key: z.string(), text: z.string() })),
    }),
    questions: z.array(
      z.strictObject({
        key: z.string(),
        label: z.string(),
        required: z.boolean(),
        kind: z.enum(questionKinds),
        maxWords: z.int().optional(),
        choices: z.array(z.string()).optional(),
      }),
    ),
    checks: z.array(
      z.strictObject({
        kind: z.enum(checkKinds),
        validFor: period,
        onlyIf: z.literal('children or adults at risk').optional(),
      }),
    ),
    criteria: z
      .array(z.strictObject({ key: z.string(), label: z.string(), asks: z.string().optional(), topScore: z.int() }))
      .optional(),
    decision: z.strictObject({
      by: z.literal('panel'),
      quorum: z.int(),
      rule: z.enum(decisionRules),
      delegatedUpToPence: sum,
    }),
    secondContact: z.enum(['required', 'not asked']).optional(),
    draftFeedback: z.strictObject({ commentWithin: period }).optional(),
    checkWithin: period,
    answerWithin: period,
    decideWithin: period,
    offer: z.strictObject({ validFor: period, remindBefore: z.array(period), signatories: z.int() }),
    conditionsWithin: period,
    instalments: z.array(z.strictObject({ sharePercent: z.int(), dueAfter: period })),
    report: z.strictObject({
      dueAfter: period,
      from: z.enum(['acceptance', 'last payment']),
      remindBefore: z.array(period),
      remindAfter: z.array(period),
      readWithin: period,
      answerWithin: period,
    }),
    refundWithin: period,
    keepLeftoversUpToPence: sum,
    draftsExpireAfter: period,
    purchases: z.strictObject({ authoriseWithin: period, deliverWithin: period, payAfterInvoice: period }).nullable(),
    appealWithin: period,
    paymentRun: z.strictObject({ chaseAuthorisationAfter: period, chaseOutcomeAfter: period }),
  })
  .meta({ id: 'Policy' });

/** What can still be awarded, what is in the bank and not yet reserved, and what waits for cash. */
const potMoney = z
  .strictObject({
    canStillBeAwardedPence: sum,
    inTheBankPence: sum,
    reservedPence: sum,
    inTransitPence: sum,
    waitingForCashPence: sum,
  })
  .meta({ id: 'PotMoney' });

export const potsQuery = z.strictObject({ fundId: id.optional(), state: state.optional(), ...pageByName });

const potBase = z.strictObject({
  id,
  name: z.string(),
  referencePrefix: z.string(),
  state,
  version: z.int(),
  fund: named,
  owner: personTold,
  policyVersion: z.int(),
  createdAt: at,
});
export const potListed = potBase.extend({ money: potMoney.nullable() }).meta({ id: 'PotListed' });
export const potsPage = page(potListed).meta({ id: 'PotsPage' });

export const policyDraftExample = { draft: defaultPolicy, refused: [] } as const;

/** The rules of a pot as somebody is changing them. */
export const policyDraftAnswer = z
  .strictObject({
    draft: policyAnswer.nullable(),
    refused: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'PolicyDraft', example: policyDraftExample });

export const lettersExample = {
  items: [
    {
      letter: 'question-asked',
      version: 1,
      subject: 'A question from {organisation}',
      text: 'We would like to know a little more.\n\nPlease answer by {date}.',
      mustSay: ['date'],
    },
  ],
  mayName: ['name', 'group', 'pot'],
} as const;

/** The letters of a pot. */
export const lettersAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        letter: z.string(),
        version: z.int().nullable().describe('Of its own wording; null for the usual one.'),
        subject: z.string(),
        text: z.string(),
        mustSay: z.array(z.string()).describe('Placeholders that have to stay in the text.'),
      }),
    ),
    mayName: z.array(z.string()).describe('Placeholders that every letter may have.'),
  })
  .meta({ id: 'Letters', example: lettersExample });

/** A pot with its present policy; its money is for those who read it, and null for others. */
export const potAnswer = potBase
  .extend({
    money: potMoney
      .extend({
        awardedPence: sum,
        paidPence: sum,
        promisedPence: sum,
        leftPence: sum,
        bankBalancePence: sum.meta({
          description: 'What the bank statement shows of this pot: in the bank, reserved and in transit.',
        }),
      })
      .meta({ id: 'PotMoneyInFull' })
      .nullable(),
    instalments: z
      .array(z.strictObject({ id, amountPence: sum, expectedOn: on, receivedOn: on.nullable() }))
      .nullable(),
    policy: policyAnswer,
    policyPublishedAt: at,
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Pot' });

const base = {
  id: ids.pot,
  name: pot.name,
  referencePrefix: 'CRO',
  state: 'open',
  version: 2,
  fund,
  owner: officer,
  policyVersion: 1,
  createdAt: '2026-10-01T09:10:00.000Z',
} as const;
const exampleMoney = {
  canStillBeAwardedPence: 806_600,
  inTheBankPence: 6_600,
  reservedPence: 0,
  inTransitPence: 0,
  waitingForCashPence: 4_000,
};

export const potListedExample = { ...base, money: exampleMoney } as const satisfies z.input<typeof potListed>;

export const potExample = {
  ...base,
  money: {
    ...exampleMoney,
    awardedPence: 1_193_400,
    paidPence: 999_900,
    promisedPence: 4_000,
    leftPence: 189_500,
    bankBalancePence: 6_600,
  },
  instalments: [{ id: ids.event, amountPence: 1_000_000, expectedOn: '2027-01-29', receivedOn: null }],
  policy: defaultPolicy,
  policyPublishedAt: '2026-10-01T09:10:00.000Z',
  allowed: ['publishPolicy', 'addBudget', 'closePot'],
};

const roundState = z.enum(roundStates);

export const roundsQuery = z.strictObject({ potId: id.optional(), state: roundState.optional(), ...pageByTime });

/** A window in which applications are taken. */
export const roundListed = z
  .strictObject({
    id,
    name: z.string(),
    state: roundState,
    version: z.int(),
    pot: named,
    owner: personTold,
    opensAt: at,
    closesAt: at,
    decideBy: at,
    final: z.boolean(),
    createdAt: at,
  })
  .meta({ id: 'RoundListed' });
export const roundsPage = page(roundListed).meta({ id: 'RoundsPage' });
export const roundAnswer = roundListed
  .extend({
    applications: z
      .record(z.string(), z.int())
      .nullable()
      .meta({ description: 'How many applications are at which stage; for staff.' }),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Round' });

export const roundListedExample = {
  id: ids.round,
  name: 'Autumn 2026',
  state: 'open',
  version: 2,
  pot,
  owner: officer,
  opensAt: '2026-09-01T08:00:00.000Z',
  closesAt: '2026-10-15T16:00:00.000Z',
  decideBy: '2026-11-06T17:00:00.000Z',
  final: false,
  createdAt: '2026-08-20T10:00:00.000Z',
} as const satisfies z.input<typeof roundListed>;
export const roundExample = {
  ...roundListedExample,
  applications: { draft: 4, submitted: 7 },
  allowed: ['extendRound', 'cancelRound'],
} as const satisfies z.input<typeof roundAnswer>;

const meetingState = z.enum(['planned', 'held', 'called_off']);

export const meetingsQuery = z.strictObject({ potId: id.optional(), state: meetingState.optional(), ...pageByTime });

/** A meeting of a pot's panel. */
export const meetingListed = z
  .strictObject({
    id,
    state: meetingState,
    version: z.int(),
    pot: named,
    online: z.boolean(),
    place: z.string().nullable(),
    startsAt: at,
    nextMeetingOn: on.nullable(),
    chair: named.nullable(),
    createdAt: at,
  })
  .meta({ id: 'MeetingListed' });
export const meetingsPage = page(meetingListed).meta({ id: 'MeetingsPage' });

/** Who came, who is connected to what or knows them, and what was decided with whom counted to the quorum. */
export const meetingAnswer = meetingListed
  .extend({
    attendance: z.array(named),
    interests: z.array(
      z.strictObject({
        person: named,
        grantId: id,
        reference: z.string().nullable(),
        level: z.enum(['connected', 'knows']),
        ruling: z
          .enum(rulings)
          .nullable()
          .meta({ description: 'What the chair ruled of who knows them; null until then.' }),
      }),
    ),
    decisions: z.array(
      z.strictObject({
        id,
        grantId: id,
        reference: z.string().nullable(),
        party: named,
        askedPence: sum.nullable(),
        outcome: z.enum(decisionOutcomes),
        amountPence: sum.nullable(),
        decidedAt: at,
        counted: z.array(id),
      }),
    ),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Meeting' });

const chair = { id: ids.secretary, name: 'Member C' };
export const meetingListedExample = {
  id: ids.meeting,
  state: 'planned',
  version: 3,
  pot,
  online: false,
  place: 'Town hall, Croydon',
  startsAt: '2026-11-03T18:30:00.000Z',
  nextMeetingOn: '2026-12-15',
  chair,
  createdAt: '2026-10-20T10:00:00.000Z',
} as const satisfies z.input<typeof meetingListed>;
export const meetingExample = {
  ...meetingListedExample,
  attendance: [chair],
  interests: [{ person: chair, grantId: ids.grant, reference: 'CRO-2026-0042', level: 'knows', ruling: 'decides' }],
  decisions: [
    {
      id: ids.event,
      grantId: ids.grant,
      reference: 'CRO-2026-0042',
      party: group,
      askedPence: 193_500,
      outcome: 'award',
      amountPence: 193_500,
      decidedAt: '2026-11-03T19:20:00.000Z',
      counted: [ids.secretary],
    },
  ],
  allowed: ['recordAttendance', 'declareInterest', 'ruleOnInterest', 'endMeeting'],
} as const satisfies z.input<typeof meetingAnswer>;
