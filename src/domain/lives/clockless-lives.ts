import type { Life } from './life';

/** Subjects that wait for nothing: their commands are applied in the request. */

export type FundState = 'open' | 'closed';
/** Money from one funder, and what of it is expected when. */
export const fundLife = {
  openFund: { from: ['absent'], to: ['open'], by: ['fund_manager'], event: 'fund_opened' },
  expectInstalment: { from: ['open'], by: ['fund_manager'], event: 'instalment_expected' },
  recordInstalment: { from: ['open'], by: ['payment_maker', 'fund_manager'], event: 'instalment_received' },
  // Also of a closed fund: money may still come back.
  setRefundAccount: { from: ['open', 'closed'], by: ['fund_manager'], event: 'refund_account_set' },
  closeFund: { from: ['open'], to: ['closed'], by: ['fund_manager'], event: 'fund_closed' },
} as const satisfies Life<FundState>;

export type PotState = 'open' | 'closed';
/** A pot: what may be awarded from a fund, and by which policy. */
export const potLife = {
  openPot: { from: ['absent'], to: ['open'], by: ['fund_manager'], event: 'pot_opened' },
  publishPolicy: { from: ['open'], by: ['fund_manager'], event: 'policy_published' },
  addBudget: { from: ['open'], by: ['fund_manager'], event: 'budget_added' },
  rewordLetter: { from: ['open'], by: ['fund_manager'], event: 'letter_reworded' },
  restoreLetter: { from: ['open'], by: ['fund_manager'], event: 'letter_restored' },
  tryLetter: { from: ['open'], by: ['fund_manager'], event: 'letter_tried' },
  closePot: { from: ['open'], to: ['closed'], by: ['fund_manager'], event: 'pot_closed' },
} as const satisfies Life<PotState>;

export type MeetingState = 'planned' | 'held' | 'called_off';
/** A meeting of the panel: who came, who is connected to what. The decisions are the applications' own. */
export const meetingLife = {
  planMeeting: { from: ['absent'], to: ['planned'], by: ['grants_officer', 'fund_manager'], event: 'meeting_planned' },
  moveMeeting: { from: ['planned'], by: ['grants_officer', 'fund_manager'], event: 'meeting_moved' },
  callOffMeeting: {
    from: ['planned'],
    to: ['called_off'],
    by: ['grants_officer', 'fund_manager'],
    event: 'meeting_called_off',
  },
  recordAttendance: { from: ['planned'], by: ['grants_officer', 'fund_manager'], event: 'attendance_recorded' },
  declareInterest: {
    from: ['planned'],
    by: ['grants_officer', 'fund_manager', 'panel_member'],
    event: 'interest_declared',
  },
  // Of the panel only the chair; whoever takes the minutes records what the chair said.
  ruleOnInterest: {
    from: ['planned'],
    by: ['grants_officer', 'fund_manager', 'panel_member'],
    event: 'interest_ruled',
  },
  endMeeting: { from: ['planned'], to: ['held'], by: ['grants_officer', 'fund_manager'], event: 'meeting_ended' },
} as const satisfies Life<MeetingState>;

export type PartyState = 'known';
/** A group, provider, funder, host or employer. */
export const partyLife = {
  addParty: {
    from: ['absent'],
    to: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer'],
    event: 'party_added',
  },
  registerGroup: { from: ['absent'], to: ['known'], by: ['engine'], event: 'group_registered' },
  connectToParty: {
    from: ['known'],
    event: 'party_connection_declared',
    by: [
      'administrator',
      'fund_manager',
      'grants_officer',
      'applicant',
      'panel_member',
      'payment_maker',
      'payment_authoriser',
    ],
  },
  endPartyConnection: {
    from: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer'],
    event: 'party_connection_ended',
  },
  // A host's own people give them, as whoever applies for it.
  giveProviderBankDetails: { from: ['known'], by: ['provider', 'applicant'], event: 'bank_details_given' },
  addService: {
    from: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer', 'provider'],
    event: 'service_added',
  },
  confirmService: {
    from: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer', 'provider'],
    event: 'service_confirmed',
  },
  withdrawService: {
    from: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer', 'provider'],
    event: 'service_withdrawn',
  },
  logUnmetNeed: {
    from: ['known'],
    by: ['budget_holder', 'fund_manager', 'grants_officer'],
    event: 'unmet_need_logged',
  },
} as const satisfies Life<PartyState>;

export type OrganisationState = 'known';
/** The organisation that runs the pots, and how it shows itself. */
export const organisationLife = {
  changeLook: { from: ['known'], by: ['administrator', 'fund_manager'], event: 'look_changed' },
  removeLogo: { from: ['known'], by: ['administrator', 'fund_manager'], event: 'logo_removed' },
  changeSwitch: { from: ['known'], by: ['administrator', 'fund_manager'], event: 'switch_changed' },
} as const satisfies Life<OrganisationState>;

export type PersonState = 'known' | 'left';
/** Somebody who works with one organisation. */
export const personLife = {
  addPerson: {
    from: ['absent'],
    to: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer'],
    event: 'person_added',
  },
  letSignIn: {
    from: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer'],
    event: 'person_let_sign_in',
  },
  connectPersons: {
    from: ['known'],
    event: 'person_connection_declared',
    by: ['administrator', 'fund_manager', 'grants_officer', 'panel_member', 'payment_maker', 'payment_authoriser'],
  },
  endPersonConnection: {
    from: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer'],
    event: 'person_connection_ended',
  },
  grantRole: { from: ['known'], by: ['administrator', 'fund_manager', 'grants_officer'], event: 'role_granted' },
  endRole: { from: ['known'], by: ['administrator', 'fund_manager', 'grants_officer'], event: 'role_ended' },
  issueToken: { from: ['known'], by: ['administrator'], event: 'token_issued' },
  revokeToken: { from: ['known'], by: ['administrator'], event: 'token_revoked' },
  resetSecondFactor: { from: ['known'], by: ['administrator'], event: 'second_factor_reset' },
  leave: { from: ['known'], to: ['left'], by: ['administrator', 'fund_manager'], event: 'person_left' },
  readmit: {
    from: ['left'],
    to: ['known'],
    by: ['administrator', 'fund_manager', 'grants_officer'],
    event: 'person_readmitted',
  },
} as const satisfies Life<PersonState>;
