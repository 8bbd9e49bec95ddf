import { z } from 'zod';
import { reportStates } from '../../../../db/queries/grants/grant';
import { paymentStates } from '../../../domain/money/payment-states';
import { confirmationKinds } from '../../../domain/application/confirmations';
import { decisionOutcomes } from '../../../domain/decision/decision';
import { grantStages } from '../../../domain/lives/grant-life';
import { checkKinds, organisationTypes } from '../../../domain/policy/policy';
import { statusMeanings, statusNames } from '../../../domain/words/status';
import { at, id, named, on, page, pageByTime, sum } from './common';
import { applicant, fund, group, ids, officer, pot } from './examples';

/** What narrows the list of grants. */
export const grantsQuery = z.strictObject({
  stage: z.enum(grantStages).optional(),
  potId: id.optional(),
  partyId: id.optional(),
  ownerId: id.optional(),
  roundId: id.optional(),
  ...pageByTime,
});

const stage = z.enum(grantStages);

/** One line of the list of grants. */
export const grantListed = z
  .strictObject({
    id,
    reference: z.string().nullable(),
    stage,
    onHold: z.boolean(),
    final: z.boolean(),
    pot: named,
    party: named,
    owner: named.nullable(),
    roundId: id.nullable(),
    askedPence: sum.nullable(),
    awardedPence: sum.nullable(),
    createdAt: at,
    submittedAt: at.nullable(),
    nextDueAt: at.nullable(),
    isWithheld: z
      .boolean()
      .describe('You are connected to its group: you see that it is there, without sums and what comes next.'),
  })
  .meta({ id: 'GrantListed' });

/** A page of grants. */
export const grantsPage = page(grantListed).meta({ id: 'GrantsPage' });

/** What is expected next, of whom and by when. */
const expected = z
  .strictObject({
    what: z.string(),
    of: z.enum(['group', 'officer', 'panel', 'treasurer', 'manager', 'nobody']),
    by: at.nullable(),
    why: z.string(),
  })
  .meta({
    id: 'Expected',
    example: {
      what: 'Accept the offer',
      of: 'group',
      by: '2026-12-01T17:00:00.000Z',
      why: 'We can offer you £1,935. Accept by 5pm on Tuesday 1 December 2026.',
    },
  });

/** Where it is, in a few words for whoever asks. */
const status = z.strictObject({ name: z.enum(statusNames), words: z.string(), meaning: z.enum(statusMeanings) }).meta({
  id: 'Status',
  example: { name: 'offered', words: 'We can offer you a grant', meaning: 'yours' },
});

const activity = z.strictObject({
  description: z.string().optional(),
  output: z.string().optional(),
  target: z.number().optional(),
  unit: z.string().optional(),
});
const budgetLine = z.strictObject({
  description: z.string().optional(),
  costPence: sum.optional(),
  askedPence: sum.optional(),
  otherPence: sum.optional(),
});
const contact = z.strictObject({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  role: z.string().optional(),
});

/** What the group wrote; in a draft anything may be missing. Contacts are shown to the group itself and to staff. */
const applicationContent = z
  .strictObject({
    askedPence: sum.optional(),
    purpose: z.string().optional(),
    activities: z.array(activity).optional(),
    peopleHelped: z.number().optional(),
    area: z.string().optional(),
    postcode: z.string().optional(),
    startsOn: z.string().optional(),
    endsOn: z.string().optional(),
    budget: z.array(budgetLine).optional(),
    giftsInKind: z.string().optional(),
    contacts: z.array(contact).optional(),
    organisationType: z.enum(organisationTypes).optional(),
    organisationIncomePence: sum.optional(),
    childrenOrAdultsAtRisk: z.boolean().optional(),
    answers: z.record(z.string(), z.string()).optional(),
    declarations: z.array(z.string()).optional(),
  })
  .meta({ id: 'ApplicationContent' });

/** One payment of a grant: an instalment, or a purchase from it. `why` says what it waits for. */
const paymentOfGrant = z
  .strictObject({
    id,
    number: z.int(),
    cause: z.enum(['grant', 'purchase']),
    purchaseId: id.nullable(),
    payee: named,
    amountPence: sum,
    dueAt: at,
    state: z.enum(paymentStates),
    attempt: z.int(),
    run: named.nullable(),
    settledOn: on.nullable(),
    line: z.int().nullable(),
    expectedOn: on.nullable(),
    why: z.string().nullable(),
  })
  .meta({ id: 'PaymentOfGrant' });

const award = z.strictObject({
  awardedPence: sum,
  decidedOn: on,
  offeredAt: at,
  needsNewBudget: z.boolean(),
  signatoriesNeeded: z.int(),
  acceptedAt: at.nullable(),
  cameBackPence: sum,
  endedAt: at.nullable(),
  drawnDownByPurchases: z.boolean(),
  bankAccount: z.strictObject({ version: z.int(), accountName: z.string(), lastDigits: z.string() }).nullable(),
});

const report = z.strictObject({
  state: z.enum(reportStates),
  dueAt: at.nullable(),
  submittedAt: at.nullable(),
  submittedBy: named.nullable(),
  acceptedAt: at.nullable(),
  acceptedBy: named.nullable(),
  spentPence: sum.nullable(),
  keptPence: sum.nullable(),
  content: z
    .strictObject({
      outputs: z.array(
        z.strictObject({ activity: z.int(), target: z.number(), achieved: z.number(), comment: z.string().optional() }),
      ),
      whatChanged: z.string(),
      spent: z.array(z.strictObject({ line: z.int(), spentPence: sum })),
      whatContinues: z.string(),
      lessons: z.string(),
    })
    .nullable(),
});

/** A grant's money. Awarded = paid + promised + left + came back unpaid; what was paid may be due back, returned or written off. */
const money = z
  .strictObject({
    awardedPence: sum,
    paidPence: sum,
    promisedPence: sum,
    leftPence: sum,
    refundDuePence: sum,
    refundedPence: sum,
    writtenOffPence: sum,
    waitingForCashPence: sum,
    cameBackPence: sum,
  })
  .meta({ id: 'GrantMoney' });

/** One grant, from application to closed. */
export const grantAnswer = z
  .strictObject({
    id,
    reference: z.string().nullable(),
    stage,
    version: z.int(),
    final: z.boolean(),
    status,
    next: expected,
    allowed: z.array(z.string()).meta({ description: 'The commands that you may give now, by their operation ids.' }),
    onHold: z.boolean(),
    heldSince: at.nullable(),
    clockPausedSince: at.nullable(),
    appealed: z.boolean(),
    pot: named,
    fund: named,
    party: z.strictObject({ id, name: z.string(), kind: z.string() }),
    owner: named.nullable(),
    round: named.nullable(),
    host: named.nullable().meta({ description: 'Who receives the money for a group without a bank account.' }),
    followsId: id.nullable(),
    createdBy: named,
    helpedBy: named.nullable(),
    createdAt: at,
    changedAt: at,
    submittedAt: at.nullable(),
    policyVersion: z.int(),
    askedPence: sum.nullable(),
    application: applicationContent.nullable(),
    confirmations: z.array(
      z.strictObject({
        id,
        kind: z.enum(confirmationKinds),
        state: z.enum(['asked', 'confirmed', 'denied', 'waived']),
        askedAt: at,
        settledAt: at.nullable(),
        waivedBy: named.nullable(),
        contact: z.strictObject({ name: z.string(), email: z.string() }).nullable(),
      }),
    ),
    checks: z.array(
      z.strictObject({
        kind: z.enum(checkKinds),
        state: z.enum(['passed', 'expired', 'to do']),
        expiresOn: on.nullable(),
        checkedOn: on.nullable(),
        checkedBy: named.nullable(),
      }),
    ),
    questions: z.array(
      z.strictObject({
        id,
        question: z.string(),
        askedAt: at,
        askedBy: named,
        answer: z.string().nullable(),
        answeredAt: at.nullable(),
        answeredBy: named.nullable(),
      }),
    ),
    decisions: z.array(
      z.strictObject({
        id,
        outcome: z.enum(decisionOutcomes),
        amountPence: sum.nullable(),
        decidedAt: at,
        meetingId: id.nullable(),
        recordedBy: named,
        counted: z.int(),
      }),
    ),
    award: award.nullable(),
    acceptances: z.array(z.strictObject({ person: named, acceptedAt: at })),
    conditions: z.array(
      z.strictObject({
        id,
        number: z.int(),
        wording: z.string(),
        state: z.enum(['open', 'met', 'waived', 'failed']),
        dueAt: at.nullable(),
        evidenceAt: at.nullable().meta({ description: 'Since when what the group sent waits to be looked at.' }),
        settledAt: at.nullable(),
        settledBy: named.nullable(),
      }),
    ),
    payments: z.array(paymentOfGrant),
    report: report.nullable(),
    refunds: z.array(
      z.strictObject({
        id,
        amountPence: sum,
        state: z.enum(['due', 'received', 'written_off']),
        dueAt: at,
        receivedOn: on.nullable(),
      }),
    ),
    money: money.nullable(),
    unreadMessages: z
      .int()
      .nullable()
      .meta({ description: 'Messages of the other side that you have not read; null for who is of neither.' }),
    dates: z
      .array(z.strictObject({ name: z.string(), about: id.nullable(), at }))
      .meta({ description: 'What is due when; each date can be moved by extendDate.' }),
  })
  .meta({ id: 'Grant' });

/** A grant's line in the list, as an example. */
export const grantListedExample = {
  id: ids.grant,
  reference: 'CRO-2026-0042',
  stage: 'offered',
  onHold: false,
  final: false,
  pot,
  party: group,
  owner: officer,
  roundId: null,
  askedPence: 193_500,
  awardedPence: 193_500,
  createdAt: '2026-10-12T09:30:00.000Z',
  submittedAt: '2026-10-14T16:05:00.000Z',
  nextDueAt: '2026-11-17T17:00:00.000Z',
  isWithheld: false,
} as const satisfies z.input<typeof grantListed>;

/** A grant, as an example. */
export const grantExample = {
  id: ids.grant,
  reference: 'CRO-2026-0042',
  stage: 'offered',
  version: 7,
  final: false,
  status: { name: 'offered', words: 'We can offer you a grant', meaning: 'yours' },
  next: {
    what: 'Accept the offer',
    of: 'group',
    by: '2026-12-01T17:00:00.000Z',
    why: 'We can offer you £1,935. Accept by 5pm on Tuesday 1 December 2026.',
  },
  allowed: ['acceptOffer', 'declineOffer', 'withdraw'],
  onHold: false,
  heldSince: null,
  clockPausedSince: null,
  appealed: false,
  pot,
  fund,
  party: { ...group, kind: 'group' },
  owner: officer,
  round: null,
  host: null,
  followsId: null,
  createdBy: applicant,
  helpedBy: null,
  createdAt: '2026-10-12T09:30:00.000Z',
  changedAt: '2026-10-14T16:05:00.000Z',
  submittedAt: '2026-10-14T16:05:00.000Z',
  policyVersion: 1,
  askedPence: 193_500,
  application: {
    askedPence: 193_500,
    purpose: 'Two information meetings at HMP Holloway for migrant women who need support on release.',
    activities: [{ description: 'Information meetings', output: 'meetings held', target: 2, unit: 'meetings' }],
    peopleHelped: 30,
    area: 'Croydon',
    startsOn: '2026-12-01',
    endsOn: '2027-05-31',
    budget: [{ description: 'Speakers and travel', costPence: 193_500, askedPence: 193_500, otherPence: 0 }],
    organisationType: 'registered_charity',
    childrenOrAdultsAtRisk: false,
    answers: {},
    declarations: ['true_and_complete', 'committee_agrees'],
  },
  confirmations: [
    {
      id: ids.event,
      kind: 'second_contact',
      state: 'confirmed',
      askedAt: '2026-10-14T16:05:00.000Z',
      settledAt: '2026-10-15T08:12:00.000Z',
      waivedBy: null,
      contact: { name: 'Ben Clarke', email: 'ben@hibiscus.example' },
    },
  ],
  checks: [
    {
      kind: 'governing_document',
      state: 'passed',
      expiresOn: '2029-10-20',
      checkedOn: '2026-10-20',
      checkedBy: officer,
    },
  ],
  questions: [],
  decisions: [
    {
      id: ids.event,
      outcome: 'award',
      amountPence: 193_500,
      decidedAt: '2026-11-03T19:20:00.000Z',
      meetingId: ids.meeting,
      recordedBy: officer,
      counted: 3,
    },
  ],
  award: {
    awardedPence: 193_500,
    decidedOn: '2026-11-03',
    offeredAt: '2026-11-03T19:20:00.000Z',
    needsNewBudget: false,
    signatoriesNeeded: 2,
    acceptedAt: null,
    cameBackPence: 0,
    endedAt: null,
    drawnDownByPurchases: false,
    bankAccount: null,
  },
  acceptances: [],
  conditions: [],
  payments: [],
  report: null,
  refunds: [],
  money: {
    awardedPence: 193_500,
    paidPence: 0,
    promisedPence: 0,
    leftPence: 193_500,
    refundDuePence: 0,
    refundedPence: 0,
    writtenOffPence: 0,
    waitingForCashPence: 0,
    cameBackPence: 0,
  },
  unreadMessages: 0,
  dates: [{ name: 'offer', about: null, at: '2026-12-01T17:00:00.000Z' }],
} as const satisfies z.input<typeof grantAnswer>;

/** How a draft is shared, and what was said of it. */
export const draftFeedbackAnswer = z
  .strictObject({
    sharedAt: at.nullable(),
    feedbackBy: at.nullable(),
    comments: z.array(
      z.strictObject({
        id,
        about: z.string(),
        text: z.string().nullable(),
        writtenBy: named,
        writtenAt: at,
        settledAt: at.nullable(),
      }),
    ),
  })
  .meta({ id: 'DraftFeedback' });

/** An example of it. */
export const draftFeedbackExample = {
  sharedAt: '2026-11-05T10:00:00.000Z',
  feedbackBy: null,
  comments: [
    {
      id: ids.event,
      about: '/purpose',
      text: 'Say for whom it is, and how many you expect.',
      writtenBy: officer,
      writtenAt: '2026-11-06T10:00:00.000Z',
      settledAt: null,
    },
  ],
} as const satisfies z.input<typeof draftFeedbackAnswer>;

/** Where money that was not used is paid back to. */
export const refundAccountAnswer = z
  .strictObject({
    account: z.strictObject({ accountName: z.string(), sortCode: z.string(), accountNumber: z.string() }).nullable(),
  })
  .meta({ id: 'RefundAccount' });
