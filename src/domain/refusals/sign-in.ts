/** Refusals about signing in, sessions, second factors, and setting up. */
export const signInRefusals = {
  SIGN_IN_TOO_OFTEN:
    'Too many codes were asked for in a short time, so we have paused. Look for the last mail that we sent you, or try again in an hour.',
  SIGN_IN_CODE_WRONG:
    'This is not the code that we sent. Look for our newest mail, and copy its six digits. Tries left: {triesLeft}.',
  SIGN_IN_CODE_OVER:
    'This code cannot be used any more: it was used, has run out, or was tried too often. Ask for a new one.',
  SIGN_IN_LINK_OVER: 'This link cannot be used any more: it was used, or has run out. Ask for a new one.',
  SIGN_IN_NOBODY: 'Nobody with this address works with an organisation here any more. Ask the organisation to add you.',
  SIGN_IN_PROVIDER_FAILED:
    'Your organisation’s sign-in did not say who you are, so you are not signed in. Try again, or sign in by email.',
  SIGN_IN_PROVIDER_UNKNOWN:
    'Your organisation’s sign-in knows you by an address that is not on our list, or has not confirmed it. Ask an administrator to add you, or sign in by email.',
  ORGANISATION_NOT_YOURS: 'You do not work with this organisation, or no longer. Choose one from the list.',
  SESSION_UNKNOWN: 'There is no such session, or it has ended. Look at the list again.',
  SECOND_FACTOR_WRONG:
    'This code is not right, or was used already. Wait until your app shows the next one, and enter that. Check that your phone’s clock is right.',
  SECOND_FACTOR_LOCKED:
    'Too many wrong codes were entered, so we have paused to protect you. Try again in a quarter of an hour.',
  SECOND_FACTOR_UNREADABLE:
    'Grantpot cannot read how your app was set up. Use one of your recovery codes, or ask an administrator to reset it.',
  SECOND_FACTOR_MISSING: 'No app is set up for your codes yet. Set one up first.',
  SECOND_FACTOR_YOUR_OWN: 'You cannot take the second proof off your own account. Ask another administrator.',
  SECOND_FACTOR_NOT_SET_UP:
    'This person has set up neither an app nor a passkey, so there is nothing to take off. Ask them how they sign in.',
  SECOND_FACTOR_SHARED:
    'This person works with another organisation too, so you cannot take their app and passkeys off alone. They can use a recovery code, or ask whoever runs Grantpot.',
  PASSKEY_WRONG: 'This passkey was not taken. Try again with one of yours, or use your app or a recovery code.',
  PASSKEY_OVER: 'The page was open too long, or was sent twice. Press the button again.',
  PASSKEY_UNKNOWN: 'There is no such passkey on your account, or no longer. Look at the list again.',
  PASSKEY_COPIED:
    'This passkey may have been copied: it was used more often than we know of. Take it off your account, and use your app or a recovery code now.',
  PASSKEY_KNOWN_ALREADY: 'This passkey is on your account already. Nothing more is needed.',
  PASSKEY_TOO_MANY: 'You have as many passkeys as there may be. Take one off that you no longer use.',
  PASSKEY_LAST: 'This is the only second proof on your account. Set up an app or another passkey first.',
  RECOVERY_CODE_WRONG:
    'This is not one of your recovery codes, or it was used before. Each works once: enter another one.',
  SECOND_FACTOR_NEEDED: 'Your role needs a code from your app as well. Enter it to go on.',
  FRESH_SIGN_IN_NEEDED: 'This needs you to show once more that it is you. Enter a new code, then go on.',
  SET_UP_OVER:
    'This address cannot be used any more: Grantpot is set up, or was started again since. Sign in, or take the newest address from the log.',
} as const satisfies Readonly<Record<string, string>>;
