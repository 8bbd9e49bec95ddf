/** Refusals that any command can get, whatever it is about. */
export const commandRefusals = {
  NOT_YOURS_TO_DO: 'You cannot do this, because it needs another role here: {needs}. Ask somebody who has it.',
  TRANSITION_NOT_ALLOWED:
    'This cannot be done now, because it is {state}. Look at it again: it may have moved on since you opened the page.',
  ON_HOLD: 'This is on hold for the moment, so nothing can be agreed or paid. A fund manager lets it go on.',
  SUBJECT_UNKNOWN: 'We cannot find what this is about. Check the address, or start again from the list.',
  REASON_MISSING: 'You have not said why. A sentence will do; it stays on the record.',
} as const satisfies Readonly<Record<string, string>>;
