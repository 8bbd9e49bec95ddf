import { defaultPolicy, type Policy } from '../../domain/policy/policy';

/** The Croydon pot's policy: as a new pot starts, with grants and invoices paid at once. */
export const croydonPolicy: Policy = {
  ...defaultPolicy,
  secondContact: 'not asked', // nobody reads the mail of those who are made up
  draftFeedback: { commentWithin: 'P5D' },
  instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
  purchases: { authoriseWithin: 'P5D', deliverWithin: 'P56D', payAfterInvoice: 'PT0S' },
};

/** A life in minutes, so that it can be watched: offers run out, reminders go, reports fall due and become overdue. */
export const minutesPolicy: Policy = {
  ...defaultPolicy,
  secondContact: 'not asked',
  checkWithin: 'PT5M',
  answerWithin: 'PT5M',
  decideWithin: 'PT5M',
  offer: { validFor: 'PT4M', remindBefore: ['PT2M'], signatories: 2 },
  conditionsWithin: 'PT5M',
  instalments: [
    { sharePercent: 50, dueAfter: 'PT0S' },
    { sharePercent: 50, dueAfter: 'PT3M' },
  ],
  report: {
    dueAfter: 'PT5M',
    from: 'acceptance',
    remindBefore: ['PT2M'],
    remindAfter: ['PT2M', 'PT4M'],
    readWithin: 'PT3M',
    answerWithin: 'PT3M',
  },
  refundWithin: 'PT5M',
  draftsExpireAfter: 'PT30M',
  appealWithin: 'PT5M',
  purchases: { authoriseWithin: 'PT2M', deliverWithin: 'PT5M', payAfterInvoice: 'PT0S' },
  paymentRun: { chaseAuthorisationAfter: 'PT2M', chaseOutcomeAfter: 'PT4M' },
};
