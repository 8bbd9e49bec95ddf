/** The texts of the demonstration's own pages. */
export const developmentWords = {
  people: {
    title: 'Who do you want to look as?',
    lead: 'These are the people of the demonstration. Nobody has to sign in here; it holds no real records.',
    lookAs: (name: string) => `Look as ${name}`,
  },
  mails: { title: 'Mail that would have been sent', empty: 'None yet.', when: 'When', to: 'To', subject: 'Subject' },
  mail: { to: (address: string) => `To ${address}` },
} as const;
