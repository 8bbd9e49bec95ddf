/** The texts of the staff's pages about grants. */
export const grantWords = {
  list: {
    title: 'Grants',
    empty: 'There is nothing here for you yet.',
    reference: 'Reference',
    group: 'Group',
    pot: 'Pot',
    where: 'Where it is',
    sum: 'Sum',
    sent: 'Sent',
    older: 'Older ones',
  },
  grant: {
    owner: (name: string) => `Owner: ${name}`,
    nobody: 'nobody yet',
    nothing: 'Nobody has to do anything.',
    withWhom: (who: string, by: string | undefined) =>
      by === undefined ? `With the ${who}` : `With the ${who}, by ${by}`,
    on: (when: string) => `On ${when}`,
    money: 'Money',
    payments: 'Payments',
    to: 'To',
    sum: 'Sum',
    due: 'Due',
    where: 'Where it is',
    timeline: 'What happened',
    by: (what: string, who: string) => `${what}, by ${who}`,
  },
  done: {},
} as const;
