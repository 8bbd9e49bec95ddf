/** The words of the list of grants as a sheet. */
export const grantsListWords = {
  sheet: 'Applications and grants',
  columns: {
    reference: 'Reference',
    group: 'Group',
    pot: 'Pot',
    stage: 'Where it is',
    owner: 'Looked after by',
    asked: 'Asked (£)',
    awarded: 'Awarded (£)',
    paid: 'Paid (£)',
    left: 'Left (£)',
    submitted: 'Sent on',
    decided: 'Decided on',
    reportDue: 'Report due on',
    report: 'Report',
    next: 'Next date',
  },
  more: 'There are more than {most} lines. These are the first {most}: narrow the list by pot, stage or round to get the rest.',
} as const;
