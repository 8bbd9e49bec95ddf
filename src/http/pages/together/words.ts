const things = (count: number): string => (count === 1 ? 'one thing' : `${String(count)} things`);

/** The texts of the pages on which one thing is done to several at once. */
export const togetherWords = {
  back: { work: 'Back to the work', grants: 'Back to the grants' },
  choose: (what: string) => `Choose ${what}`,
  column: 'Choose',
  all: (count: number, atMost: number) => {
    if (count >= atMost) return `The first ${String(atMost)} on this list`;
    return count === 1 ? 'The only one on this list' : `All ${String(count)} on this list`;
  },
  allUpTo: (atMost: number) => `All on this list, up to the first ${String(atMost)}`,
  withChosen: 'With what you have chosen',
  nothing: 'You have chosen nothing. Go back, tick what you mean, and try again.',
  unseen: (count: number) =>
    count === 1
      ? 'One that you chose cannot be found here, and is left out.'
      : `${String(count)} that you chose cannot be found here, and are left out.`,
  cut: (atMost: number) => `Only the first ${String(atMost)} are taken. Do the others after them.`,
  chosen: 'What you have chosen',
  what: 'What',
  group: 'Group',
  now: 'Looked after by',
  will: 'What will happen',
  outcome: 'What came of it',
  nobody: 'Nobody',
  kinds: { grant: 'Grant', purchase: 'Purchase', payment_run: 'Payment run' },
  changed: 'Something has changed since you were shown this, so nothing was done yet. Look at it again.',
  see: 'Show me what this will do',
  change: 'Or change it first',
  seeAgain: 'Show me again what this will do',
  stays: (why: string) => `Stays as it is. ${why}`,
  allStay: 'Nothing would change, so there is nothing to do.',
  summary: (does: number, stays: number) =>
    `It will be done for ${does === 1 ? 'one' : String(does)}, ${stays === 0 ? 'and none stays as it is.' : stays === 1 ? 'and one stays as it is.' : `and ${String(stays)} stay as they are.`}`,
  came: (done: number, not: number) =>
    `${done === 1 ? 'One is done' : `${String(done)} are done`}, ${not === 0 ? 'and none was left out.' : not === 1 ? 'and one is not.' : `and ${String(not)} are not.`}`,
  done: { done: 'Done' },
  did: 'Done',
  notDone: (why: string) => `Not done. ${why}`,
  working: 'We have your request, and it is being worked on.',
  unsent: 'We could not send this one. Nothing was changed. Try it again.',
  reassign: {
    link: 'Give to a colleague',
    title: 'Give work to a colleague',
    who: 'Who looks after it from now on?',
    whoMissing: 'Choose a colleague',
    reason: 'Why?',
    reasonHint: 'Kept with payment runs and purchases. Only staff see it.',
    reasonMissing: 'Say why',
    will: (name: string) => `${name} looks after it, and gets an email.`,
    already: (name: string) => `${name} looks after it already.`,
    button: (count: number, name: string) => `Give ${things(count)} to ${name}`,
  },
  write: {
    link: 'Write to the groups',
    title: 'Write to several groups',
    text: 'What do you want to say?',
    textHint:
      'It is written as a message about each grant, and an email tells the group so. A group with two of these grants gets two.',
    textMissing: 'Write what you want to say',
    will: (group: string) => `${group} gets your message.`,
    notGrant: 'It is no grant, so there is no group to write to.',
    button: (count: number) => `Send ${count === 1 ? 'one message' : `${String(count)} messages`}`,
  },
} as const;
