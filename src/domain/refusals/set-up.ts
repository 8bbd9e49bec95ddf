/** Refusals about funds, pots, people, roles. */
export const setUpRefusals = {
  PERSON_UNKNOWN: 'There is no such person here. Choose somebody from the list, or add them first.',
  PERSON_HERE_ALREADY: 'Somebody with this email address is on the list already. Give them another role instead.',
  OWNER_NOT_STAFF:
    'Whoever looks after this must be a fund manager or grants officer who is responsible for it. Choose one of them, or give this person the role first.',
  NOT_FOR_ONE_POT:
    'Your role is for one pot only, and this concerns all of them. Ask somebody whose role is for the whole organisation.',

  // Parties
  PARTY_UNKNOWN: 'There is no such organisation here. Choose one from the list, or add it first.',
  PARTY_NOT_FUNDER: 'This organisation is not on the list as a funder. Choose a funder, or add one.',
  PARTY_NOT_PROVIDER: 'Only a provider’s bank details are given here. A group gives its own with its grant.',
  CONNECTION_KNOWN_ALREADY: 'This connection is on the list already. Nothing more is needed.',
  CONNECTION_TO_ONESELF: 'Both people are the same. Choose whom this person is connected to.',
  CONNECTION_NOT_YOURS: 'You can only declare connections of your own. Ask the person, or a grants officer.',
  CONNECTION_UNKNOWN: 'There is no such connection on the list, or it has ended. Look at the list again.',
  CONNECTION_YOUR_OWN: 'You cannot end a connection of your own. Ask a colleague to do it.',
  BANK_DETAILS_IMPOSSIBLE:
    'This sort code and account number do not belong together, so a payment would fail. Check both against a bank statement.',

  // Roles and tokens
  ROLE_NEEDS_PARTY: 'This role is held for one organisation. Say which.',
  ROLE_TAKES_NO_PARTY: 'Only applicants, budget holders and providers act for an organisation. Leave it out.',
  ROLE_TAKES_NO_POT: 'This role is held for an organisation, not for a pot. Leave the pot out.',
  ROLE_TAKES_NO_LIMIT: 'Only a budget holder has a limit of their own. Leave it out.',
  ROLE_UNFIT_FOR_PARTY:
    'This role is not for an organisation of this kind. Choose another role, or another organisation.',
  ROLE_HELD_ALREADY: 'This person has this role already. Nothing more is needed.',
  ROLE_FOR_ONESELF: 'Nobody can give themselves a role. Ask another administrator or fund manager.',
  ROLE_NOT_YOURS_TO_GIVE: 'You cannot give or end this role. Ask an administrator or fund manager.',
  ROLE_UNKNOWN: 'This person does not have that role, or no longer. Look at the list again.',
  LAST_ADMINISTRATOR: 'This is the only administrator, and without one nobody could be let in. Name another first.',
  TOKEN_UNKNOWN: 'This person has no such token, or it was revoked. Look at the list again.',

  // Funds and pots
  FUND_UNKNOWN: 'There is no such fund here. Choose one from the list, or open it first.',
  FUND_CLOSED: 'This fund is closed, so nothing can be added to it. Open another.',
  FUND_HAS_OPEN_POTS: 'A fund can be closed once all its pots are. Close them first.',
  REFERENCE_PREFIX_TAKEN: 'Another pot’s references begin with these letters. Choose different ones.',
  POT_UNKNOWN: 'There is no such pot here. Choose one from the list.',
  POT_CLOSED: 'This pot is closed, so nothing can be added to it. Choose another.',
  POT_NOT_OF_FUND: 'This pot belongs to another fund. Choose one of this fund’s pots.',
  POT_HAS_RUNNING_GRANTS:
    'A pot can be closed once nothing in it is running, and {running} applications, grants or payments still are. Finish them first.',
} as const satisfies Readonly<Record<string, string>>;
