/** The texts that every page has, and those of the pages for when something goes wrong. */
export const frameWords = {
  product: 'Grantpot',
  cap: (
    group: string,
    {
      had,
      cap,
      left,
      period,
      from,
    }: Readonly<Record<'had' | 'cap' | 'period' | 'from', string>> & {
      /** Undefined where nothing is left. */
      readonly left: string | undefined;
    },
  ) =>
    `${group} was awarded ${had} of the ${cap} that one group can get in ${period}. ${left === undefined ? `Nothing is left of it now. It can get more from ${from}.` : `It can ask for ${left} now, and for more from ${from}.`}`,
  skip: 'Skip to main content',
  menu: 'Menu',
  back: 'Back',
  begin: 'Go to the first page',
  done: 'Done',
  problem: 'There is a problem',
  signIn: 'Sign in',
  signOut: 'Sign out',
  account: 'Your account',
  lookAs: 'Look as somebody else',
  mail: 'Mail',
  demonstration: 'This is a demonstration. It holds no real records.',
  /** How far away a day is: days from today, less than zero for what has passed. */
  away: (days: number): string => {
    if (days === 0) return 'today';
    const count = Math.abs(days) === 1 ? '1 day' : `${String(Math.abs(days))} days`;
    return days > 0 ? `in ${count}` : `${count} ago`;
  },
  ask: (name: string): string => `You can ask ${name}.`,
  telephone: 'Telephone:',
  email: 'Email:',
  notOffered: 'Not possible now',
  changed: 'This changed while you had it open',
  changedKept:
    'Nothing of yours was done yet. Anything that you typed is still here. See whether it is still right, then press the button again.',
  navigation: {
    home: 'Home',
    work: 'My work',
    grants: 'Grants',
    meetings: 'Meetings',
    figures: 'Figures',
    payments: 'Payments',
    purchases: 'Purchases',
    pots: 'Pots',
    money: 'Money',
    funds: 'Funds',
    organisation: 'Organisation',
    look: 'Name and logo',
    operations: 'What is stuck',
    places: 'In this part',
    counted: (text: string, count: number, most: number): string =>
      count === 0 ? text : `${text} (${count >= most ? `${String(most - 1)}+` : String(count)})`,
    groups: 'Groups',
    people: 'People',
    budget: 'Budget',
    orders: 'Orders',
    services: 'Services',
  },
  statuses: {
    400: ['We cannot use this address', 'Check the address, or go back and try again.'],
    403: [
      'This is not yours to do',
      'Another person has to do this. If you think that it is yours, ask whoever manages the fund to give you the role.',
    ],
    404: ['We cannot find this page', 'Check the address. It may belong to somebody else, or have been removed.'],
    409: ['This has changed', 'Somebody else changed it before you. Go back, look at it as it is now, and try again.'],
    413: ['This is too large', 'Nothing was saved. Go back, and send less text or a smaller file.'],
    429: ['Too many tries', 'Wait a quarter of an hour, then try again.'],
    500: [
      'Sorry, something went wrong here',
      'This is our mistake, and nothing was changed. Try again in a minute. If it happens again, tell whoever runs Grantpot for you.',
    ],
    503: ['Not for the moment', 'Grantpot cannot reach its records. Nothing was changed. Try again in a minute.'],
  },
  notReadable: 'This cannot be read',
  formTooOld: [
    'Please send this again',
    'This form was open for too long, or your browser keeps no cookies. Go back, load the page again, and send it.',
  ],
  formOfAnother: [
    'Somebody else has signed in here',
    'This form was opened by another person in this browser. Nothing was sent. Open the page again to go on as yourself.',
  ],
  /** Said above a form that was sent and could not be taken, with what was typed still in it. */
  kept: {
    signedOut:
      'This was not sent, because you were not signed in here any more. What you wrote is still here: check it and send it.',
    tooOld: 'This was not sent, because it was open for too long. What you wrote is still here: check it and send it.',
    file: 'Files are not kept. Choose yours again.',
    code: 'Codes are not kept. Enter a new one.',
  },
  waiting: {
    title: 'We have your request',
    lead: 'It is being worked on.',
    follows: 'This page goes on by itself once it is done.',
    safe: 'You can close it: nothing is lost, and it will be done once.',
    look: 'Look again now',
    refused: 'This was not done',
    goOn: 'Go on',
  },
} as const;
