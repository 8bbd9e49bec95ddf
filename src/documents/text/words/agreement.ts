/** The words of a grant agreement. What is changed here is a change of every offer that nobody has accepted yet. */
export const agreementWords = {
  title: 'Grant agreement {reference}',
  between:
    'This agreement is between {organisation}, which gives the grant, and {group}, which receives it. In it, “we” is {organisation} and “you” is {group}.',

  theGrant: 'The grant',
  reference: 'Reference',
  givenBy: 'Given by',
  givenTo: 'Given to',
  pot: 'From',
  funder: 'With money from',
  sum: 'Sum',
  decidedOn: 'Decided on',

  purpose: 'What it is for',
  where: 'Where',
  when: 'When',
  fromTo: '{first} to {last}',
  people: 'People helped',
  giftsInKind: 'Gifts in kind, which are not part of the sum',

  activities: 'What you will do',
  activitiesCaption: 'What you will do, and how many',
  activity: 'Activity',
  counted: 'What we count at the end',
  target: 'Target',
  targetOf: '{target} {unit}',

  budget: 'What the money is for, line by line',
  budgetCaption: 'The budget that we agreed',
  line: 'Line',
  cost: 'Cost',
  fromUs: 'From this grant',
  other: 'Other money',
  total: 'Total',

  conditions: 'Before we can pay',
  noConditions: 'There are no conditions: nothing more has to be done before we can pay.',
  conditionsBefore:
    'We pay once these conditions are met. If one is not met by its date, we cannot pay until we have agreed with you what happens next.',
  conditionsCaption: 'Conditions of this grant',
  number: 'Number',
  condition: 'Condition',
  metBy: 'To be met',
  within: 'within {period} of acceptance',

  payment: 'How we pay',
  payByPurchases:
    'We pay nothing to your account. Up to the sum above, your budget holder buys services, and we pay each provider on its invoice.',
  payInto:
    'We pay into a bank account in the name of {group}. We can only pay once we have the money from our funder; if we have to wait for it, we tell you.',
  payIntoHost:
    'We pay into a bank account in the name of {host}, which receives the money for {group} and passes it on. We can only pay once we have the money from our funder; if we have to wait for it, we tell you.',
  paymentCaption: 'What we pay, and when',
  part: 'Part',
  amount: 'Sum',
  due: 'Due',
  atOnce: 'on acceptance',
  after: '{period} after acceptance',

  spending: 'How you use it',
  spendingRules: [
    'You use the grant only for what this agreement says. If you want to change what you do, the budget or the dates, ask us first.',
    'You do not use it for anything that was paid for, ordered or done before {decidedOn}.',
    'You keep receipts and other records of what you spent for six years, and show them to us or to our funder when asked.',
    'You tell us at once if the work cannot go on, if money is lost or if somebody may have come to harm.',
    'You keep to the law, such as that on safeguarding, equality, data protection and health and safety.',
  ],
  recordsOfPurchases:
    'You keep records of what was ordered and delivered for six years, and show them to us or to our funder when asked.',
  spendingCosts: 'You may use it for costs from before the decision, as this pot allows.',

  report: 'What you tell us at the end',
  reportDue:
    'You send us one report {period} after {from}. It asks what you did and how many you reached against the targets above, what changed for people, what you spent on each line of the budget, what continues and what you learned.',
  fromAcceptance: 'you accept this agreement',
  fromLastPayment: 'our last payment to you',
  fromLastPurchase: 'our last payment to a provider',
  monitoring:
    'We may visit or ring you, while the work goes on or up to a year later, to see how it goes. We may tell others what you did; we show photos of people only if they agreed to it.',

  refund: 'Money that is not used',
  /** In place of the first rule, where a budget holder buys: nothing was paid to whoever accepts. */
  refundNotBought: 'What was not bought by the time you report stays with us: you have nothing to return.',
  refundRules: [
    'What you have not used when you report, you return within {refundWithin} of being asked. You may keep it if it is {keep} or less.',
    'We can ask for all or part of the grant back if it was used for something else, if what you told us was not true, or if you stop the work.',
  ],
  refundPurchased:
    'We pay for what was ordered under this agreement and delivered. We can ask you for what we paid a provider if it was for something else, or if what you told us was not true.',
  weEnd:
    'We can end this agreement, and pay no more, if you do not keep to it. We tell you why first, and you can answer.',

  acceptance: 'How you accept',
  signatories: {
    one: 'One member of your committee accepts for you, by typing their name.',
    many: '{count} members of your committee, who are not related and do not live together, accept for you, each by typing their name. The agreement begins when the last of them has accepted.',
    staffOne: 'One member of your staff accepts for you, by typing their name.',
    staffMany:
      '{count} members of your staff, who are not related and do not live together, accept for you, each by typing their name. The agreement begins when the last of them has accepted.',
  },

  signed: 'Accepted by',
  signedCaption: 'Who accepted, and when',
  name: 'Name',
  signature: 'Typed signature',
  acceptedAt: 'Accepted',
  noSignature: 'none typed',
  notSigned: 'Nobody has accepted yet. This is the agreement as it is offered.',
  onPaper: 'Signed on paper, {day}',
  fingerprint: 'The fingerprint (SHA-256) of the text above this heading, which each signature covers, is {hash}.',
} as const;
