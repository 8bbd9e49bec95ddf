/** The texts of the page of what is stuck. */
export const operationsWords = {
  title: 'What is stuck',
  lead: 'Work that Grantpot could not finish by itself. Tell whoever runs Grantpot for you if a line stays.',
  fine: 'Nothing is stuck.',
  nothing: 'None.',
  failed: 'Requests that failed',
  waiting: 'Requests that wait too long',
  stuck: 'Dates that could not be kept',
  mail: 'Mail that does not leave',
  line: (what: string, at: string, tries: number) =>
    `${what}, ${at}, tried ${tries === 1 ? 'once' : `${String(tries)} times`}`,
  mailLine: (what: string, at: string, code: string) => `${what}, ${at}${code === '' ? '' : `: ${code}`}`,
  givenUp: 'Given up',
  look: 'Look at it',
  done: {},
} as const;
