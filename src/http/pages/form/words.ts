const lowerFirst = (label: string): string => `${label.charAt(0).toLowerCase()}${label.slice(1)}`.replace(/\?$/, '');

/** With an article, unless it begins with a word that stands for one or asks something: `the invoice number`, `your name`, `why`. */
const withArticle = (label: string): string =>
  /^(an?|the|your|its|their|our|how|what|who|whom|whose|why|when|where|which|by|at|in|on|for|from|if) /i.test(
    `${label} `,
  )
    ? lowerFirst(label)
    : `the ${lowerFirst(label)}`;

/** What forms say of themselves. */
export const formWords = {
  summary: 'There is a problem',
  errorBefore: 'Error:',
  day: 'Day',
  month: 'Month',
  year: 'Year',
  yes: 'Yes',
  no: 'No',
  choose: 'Choose one',
  address: {
    line1: 'Building and street',
    line2: 'Second line of the address (if there is one)',
    town: 'Town or city',
    postcode: 'Postcode',
  },
  file: {
    tooLarge: (megabytes: number) => `This file is over ${String(megabytes)} MB. Choose a smaller one.`,
    sending: 'Sending your file. This can take a minute.',
  },
  upToCharacters: (atMost: number) => `You can enter up to ${atMost.toLocaleString('en-GB')} characters`,
  upToWords: (atMost: number) => `You can enter up to ${atMost.toLocaleString('en-GB')} words`,
  remove: (line: string) => `Remove ${line}`,
  lineOf: (line: string, place: number) => `${line} ${String(place)}`,
  missing: (label: string) => (label.endsWith('?') ? `Answer “${label}”` : `Enter ${withArticle(label)}`),
  notChosen: (label: string) => (label.endsWith('?') ? `Answer “${label}”` : `Choose ${withArticle(label)}`),
  tooLong: (label: string, atMost: string) => `${label.replace(/\?$/, '')}: ${atMost} characters or fewer`,
  problems: {
    MONEY_NOT_READ: (label: string) => `${label.replace(/\?$/, '')}: enter pounds, like 250 or 99.50`,
    NUMBER_NOT_READ: (label: string) => `${label.replace(/\?$/, '')}: enter a whole number, like 12`,
    PERIOD_NOT_READ: (label: string) =>
      `${label.replace(/\?$/, '')}: enter a length of time, like 28 days or 12 months`,
    DATE_NOT_REAL: (label: string) => `${label.replace(/\?$/, '')}: enter a real date, like 27 3 2027`,
    NOT_A_CHOICE: (label: string) => `${label.replace(/\?$/, '')}: choose one of those listed`,
  },
} as const;
