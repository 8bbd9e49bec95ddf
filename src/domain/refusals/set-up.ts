/** Refusals about funds, pots, people, roles. */
export const setUpRefusals = {
  // Mails
  MAIL_NOT_GIVEN_UP: 'This mail has left, or is tried again by itself. Look at the list again in a while.',

  // Links for people without an account
  LINK_NOT_VALID:
    'This link does not work any more: it was used, it has run out, or a part of it was lost. Ask for a new one.',

  // The organisation
  COLOUR_MALFORMED:
    'This is not a colour that we can read. Enter # and six digits or letters from a to f, such as #1b4f72.',
  COLOUR_TOO_LIGHT:
    'White words on this colour are hard to read: their contrast is {contrast} to 1, and 4.5 to 1 is needed. The nearest colour that is dark enough is {darkEnough}.',
  SWITCHED_OFF:
    '{what} is not switched on for your organisation. A fund manager or an administrator can switch it on, on the page “What is switched on”.',
  LOGO_NOT_PICTURE: 'A logo is a PNG or JPEG picture. Choose one.',

  PERSON_UNKNOWN: 'There is no such person here. Choose somebody from the list, or add them first.',
  PERSON_HERE_ALREADY: 'Somebody with this email address is on the list already. Give them another role instead.',
  PERSON_HAS_LEFT:
    'Somebody with this email address has left. Open their page, take them back there, and give them a role.',
  PERSON_KNOWN_BY_NAME:
    'Somebody of this name is known already, from papers of a group, and cannot sign in. Say whether it is the same person, so that what they are connected to counts for them.',
  PERSON_SIGNS_IN_ALREADY: 'This person has an address to sign in with. Nothing more is needed.',
  OWNER_NOT_STAFF:
    'Whoever looks after this must be a fund manager or grants officer who is responsible for it. Choose one of them, or give this person the role first.',
  NOT_FOR_ONE_POT:
    'Your role is for one pot only, and this concerns all of them. Ask somebody whose role is for the whole organisation.',

  // Parties
  PARTY_UNKNOWN: 'There is no such organisation here. Choose one from the list, or add it first.',
  PARTY_NOT_FUNDER: 'This organisation is not on the list as a funder. Choose a funder, or add one.',
  PARTY_NOT_PROVIDER:
    'Only bank details of a provider, or of an organisation that receives money for groups, are given here. A group gives its own with its grant.',
  REFERENCE_PREFIX_MALFORMED: 'References begin with two to six letters, like CRO. Enter only letters.',
  PERSON_OR_NAME:
    'This names nobody, or two people at once. Choose somebody from the list, or write the name of somebody who is not on it.',
  CONNECTION_KNOWN_ALREADY:
    'This connection is on the list already, and nothing about it is new. Add what is to change, or end it first.',
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
  SUCCESSOR_MISSING:
    'This person still looks after {owned} things here, such as grants or payment runs. Say who takes them over.',
  SUCCESSOR_LEAVES: 'Whoever leaves cannot take over from themselves. Choose somebody else.',
  SUCCESSOR_UNFIT:
    'The person who takes over has no role that lets them look after all of it: {lacking}. Choose somebody else, or give them the role first.',
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
  POT_IS_ROLLING:
    'This pot takes applications at any time, so it has no rounds. Change its rules so that it takes them only while a round is open, or choose another pot.',

  // Letters
  LETTER_BRACES:
    'There is a brace without its partner, or with something odd inside. Write a placeholder as it stands in the list beside it.',
  LETTER_PLACEHOLDER_UNKNOWN:
    'One of the words in braces is none that this letter knows. You may mean {nearest}. Look at the list beside it.',
  LETTER_FACT_MISSING: 'This letter has to say {missing}. Put it into the text again.',
  LETTER_HOLDS_BANK_NUMBER:
    'This looks like a sort code or an account number. Bank details are never sent by mail: take it out.',
  LETTER_USUAL_ALREADY: 'This letter is worded in the usual way already. Nothing more is needed.',
  LETTER_GRANT_UNKNOWN: 'This pot has no such application or grant. Choose one from the list.',

  // Rounds
  ROUND_DATES_OUT_OF_ORDER:
    'A round opens first, then closes, and is decided no earlier than it closes. Change the dates so that they come in this order.',
  ROUND_CLOSES_IN_THE_PAST: 'This round would close before now, so nobody could apply. Choose a later date.',
  ROUND_OVERLAPS:
    'Another round of this pot is open at that time, so people could not tell which they apply to. Choose dates before or after it.',
  ROUND_CLOSED_ALREADY: 'Applications have closed, so that date cannot be moved any more. Plan another round.',
  NEW_DATE_NOT_LATER:
    'The new date must be later than the one that people know, {nowAt}, and lie ahead. Choose a later one.',
  ROUND_HAS_UNDECIDED:
    'This round is complete once all its applications are decided, and {undecided} are not. Decide them first.',

  // Meetings
  MEETING_DAY_PASSED: 'That day has passed. Choose today or a later day.',
  MEETING_NEEDS_PLACE: 'A meeting in a room needs a place. Say where it is, or make it online.',
  MEETING_UNCHANGED:
    'This meeting is at that time and place already, so nobody would be told anything new. Change the day, the time or the place.',
  MEETING_BEGUN:
    'It is recorded who came to this meeting, so it has taken place. End it, and plan another meeting for what it has not decided.',
  NOT_ON_PANEL: 'Only panel members of this pot count as present. Leave the others out, or give them that role first.',
  CHAIR_ABSENT: 'The chair is not among those present. Add the chair, or name somebody who is there.',
  ATTENDEE_COUNTED:
    'A decision of this meeting counted somebody who is not on this list. Keep everybody whom a decision counted.',
  ATTENDANCE_MISSING: 'Nobody is recorded as present yet. Record who came, then end the meeting.',
  APPLICATION_NOT_OF_POT: 'This application is not one of the pot that this meeting is about. Choose one that is.',
  INTEREST_NOT_YOURS:
    'You can only declare interests of your own. Ask the person, or the officer who takes the minutes.',
  INTEREST_NOT_DECLARED:
    'Nothing is declared of this person for this application, so there is nothing to take back. Look at the item again.',
  INTEREST_NOT_LOWERED: 'You cannot take back an interest of your own. Ask the officer who takes the minutes.',
  RULING_NOT_YOURS:
    'Only the chair of this meeting, or the officer who takes the minutes, says whether somebody who knows the group decides. Ask one of them.',
  RULING_ON_YOURSELF:
    'Nobody says of themselves whether they may decide. Ask the chair, or the officer who takes the minutes.',
  RULING_WITHOUT_INTEREST:
    'The chair only rules on somebody who is recorded as knowing the group. Who is connected leaves anyway. Record what this person is to the group first.',
  RULING_AFTER_DECISION:
    'This item is decided, so who decided it stays as it was. Nothing can be ruled on it any more.',
  NEXT_MEETING_NOT_LATER: 'The next meeting would be on or before the day of this one. Choose a later day.',
} as const satisfies Readonly<Record<string, string>>;
