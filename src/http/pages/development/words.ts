/** The texts of the demonstration's own pages. */
export const developmentWords = {
  people: {
    title: 'Who do you want to look as?',
    lead: 'These are the people of the demonstration. Nobody has to sign in here; it holds no real records. You can also sign in by an address below: the code comes to the page Mail.',
    lookAs: (name: string) => `Look as ${name}`,
  },
  mails: {
    title: 'Mail that would have been sent',
    empty: 'None yet.',
    when: 'When',
    to: 'To',
    subject: 'Subject',
    find: 'To whom? A name or an address',
    search: 'Find',
    clear: 'Show all again',
    cut: (count: number) => `These are the newest ${String(count)}. Find others by whom they are to.`,
  },
  mail: { to: (address: string) => `To ${address}` },
} as const;
