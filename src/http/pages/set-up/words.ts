/** The texts of the page that sets an installation up. */
export const setUpWords = {
  title: 'Set up your organisation',
  lead: 'This page makes the first organisation here, and you its administrator. It works once.',
  name: 'Name of the organisation',
  slug: 'Its short name in addresses',
  slugHint: 'Small letters, digits and hyphens, a letter first, such as croydon. It cannot be changed later.',
  slugMalformed: 'Use 2 to 41 small letters, digits and hyphens, a letter first, such as croydon',
  yourName: 'Your name',
  email: 'Your email address',
  emailHint: 'You sign in with it from now on: we send codes to it.',
  malformed: 'Enter an email address, like name@example.org',
  enter: 'Set up',
  over: 'This address cannot be used any more',
  overLead:
    'Grantpot is set up, or was started again since this address was printed. Sign in, or take the newest address from the log.',
} as const;
