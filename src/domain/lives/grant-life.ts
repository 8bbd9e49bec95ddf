import type { Life } from './life';

/** The stages of one application and the grant that comes of it. Those from `offered` on have an award. */
export const grantStages = [
  'draft',
  'submitted',
  'checking',
  'assessing',
  'not_yet',
  'refused',
  'withdrawn',
  'ineligible',
  'expired',
  'offered',
  'active',
  'closing',
  'closed',
  'declined',
  'lapsed',
  'terminated',
] as const;
export type GrantStage = (typeof grantStages)[number];

/** From submission until it is over. */
const living = ['submitted', 'checking', 'assessing', 'offered', 'active', 'closing'] as const;

/** From submission on, also when it is over. */
const sent = [
  ...living,
  'not_yet',
  'refused',
  'withdrawn',
  'ineligible',
  'closed',
  'declined',
  'lapsed',
  'terminated',
] as const;

/** From application to closed: what may be asked of a grant, when, and by whom. */
export const grantLife = {
  submitApplication: {
    from: ['draft'],
    to: ['submitted'],
    by: ['applicant', 'grants_officer'],
    event: 'application_submitted',
  },
  shareDraft: { from: ['draft'], by: ['applicant'], event: 'draft_shared' },
  takeBackDraft: { from: ['draft'], by: ['applicant'], event: 'draft_taken_back' },
  commentOnDraft: { from: ['draft'], by: ['grants_officer', 'fund_manager'], event: 'draft_commented_on' },
  settleDraftComment: { from: ['draft'], by: ['applicant'], event: 'draft_comment_settled' },
  expireDraft: { from: ['draft'], to: ['expired'], by: ['engine'], event: 'draft_expired' },
  startChecking: { from: ['submitted'], to: ['checking'], by: ['grants_officer'], event: 'checking_started' },
  chaseCheck: { from: ['submitted', 'checking'], by: ['engine'], event: 'check_chased' },
  recordCheck: { from: ['checking', 'assessing'], by: ['grants_officer'], event: 'check_recorded' },
  recordHelp: {
    from: ['submitted', 'checking', 'assessing'],
    by: ['grants_officer', 'fund_manager'],
    event: 'help_recorded',
  },
  askQuestion: { from: ['checking', 'assessing'], by: ['grants_officer'], event: 'question_asked' },
  answerQuestion: { from: ['checking', 'assessing'], by: ['applicant'], event: 'question_answered' },
  chaseAnswer: { from: ['checking', 'assessing'], by: ['engine'], event: 'answer_chased' },
  declareIneligible: {
    from: ['submitted', 'checking'],
    to: ['ineligible'],
    by: ['grants_officer'],
    event: 'declared_ineligible',
  },
  passToPanel: { from: ['checking'], to: ['assessing'], by: ['grants_officer'], event: 'passed_to_panel' },
  chaseDecision: { from: ['assessing'], by: ['engine'], event: 'decision_chased' },
  score: { from: ['assessing'], by: ['panel_member'], event: 'application_scored' },
  decide: {
    from: ['assessing'],
    to: ['offered', 'not_yet', 'refused'],
    by: ['grants_officer', 'fund_manager'],
    event: 'decision_made',
    stopsOnHold: true,
  },
  appeal: { from: ['refused'], to: ['assessing'], by: ['applicant'], event: 'refusal_appealed' },
  endAppealWindow: { from: ['refused'], by: ['engine'], event: 'appeal_window_ended' },
  withdraw: {
    from: ['submitted', 'checking', 'assessing', 'offered'],
    to: ['withdrawn'],
    by: ['applicant'],
    event: 'application_withdrawn',
  },

  agreeBudget: { from: ['offered'], by: ['applicant'], event: 'budget_agreed_anew' },
  acceptOffer: {
    from: ['offered'],
    to: ['offered', 'active'],
    by: ['applicant'],
    event: 'offer_accepted',
    stopsOnHold: true,
  },
  recordPaperAcceptance: { from: ['offered'], by: ['grants_officer'], event: 'paper_acceptance_recorded' },
  confirmPaperAcceptance: {
    from: ['offered'],
    to: ['active'],
    by: ['grants_officer', 'fund_manager', 'administrator'],
    event: 'offer_accepted_on_paper',
    stopsOnHold: true,
  },
  inviteSignatory: { from: ['offered'], by: ['applicant'], event: 'signatory_invited' },
  declineOffer: { from: ['offered'], to: ['declined'], by: ['applicant'], event: 'offer_declined' },
  remindOffer: { from: ['offered'], by: ['engine'], event: 'offer_reminded' },
  lapseOffer: { from: ['offered'], to: ['lapsed'], by: ['engine'], event: 'offer_lapsed' },

  giveBankDetails: { from: ['active'], by: ['applicant'], event: 'bank_details_given' },
  noteEvidence: { from: ['offered', 'active'], by: ['engine'], event: 'evidence_arrived' },
  noteFileTakenAway: { from: [...living], by: ['engine'], event: 'file_taken_away' },
  meetCondition: { from: ['active'], by: ['grants_officer'], event: 'condition_met' },
  waiveCondition: { from: ['active'], by: ['fund_manager'], event: 'condition_waived' },
  failCondition: { from: ['active'], by: ['engine'], event: 'condition_failed' },
  payInstalment: { from: ['active'], by: ['engine'], event: 'instalment_fell_due' },
  payAgain: {
    from: ['active'],
    by: ['payment_maker', 'fund_manager'],
    event: 'payment_queued_again',
    stopsOnHold: true,
  },
  overtakeQueue: { from: ['active'], by: ['fund_manager'], event: 'queue_overtaken', stopsOnHold: true },
  noteLastPayment: { from: ['active'], by: ['engine'], event: 'last_payment_settled' },

  reportFallsDue: { from: ['active'], by: ['engine'], event: 'report_fell_due' },
  remindReport: { from: ['active'], by: ['engine'], event: 'report_reminded' },
  reportOverdue: { from: ['active'], by: ['engine'], event: 'report_overdue' },
  submitReport: { from: ['active'], by: ['applicant', 'budget_holder'], event: 'report_submitted' },
  chaseReading: { from: ['active'], by: ['engine'], event: 'report_reading_chased' },
  queryReport: { from: ['active'], by: ['grants_officer'], event: 'report_queried' },
  acceptReport: {
    from: ['active'],
    to: ['closing', 'closed'],
    by: ['grants_officer'],
    event: 'report_accepted',
    stopsOnHold: true,
  },
  waiveReport: {
    from: ['active'],
    to: ['closing', 'closed'],
    by: ['fund_manager'],
    event: 'report_waived',
    stopsOnHold: true,
  },

  recordRefund: { from: ['closing', 'terminated'], by: ['payment_maker', 'fund_manager'], event: 'refund_received' },
  remindRefund: { from: ['closing', 'terminated'], by: ['engine'], event: 'refund_reminded' },
  writeOffRefund: { from: ['closing', 'terminated'], by: ['fund_manager'], event: 'refund_written_off' },
  closeGrant: { from: ['closing'], to: ['closed'], by: ['engine'], event: 'grant_closed' },

  terminate: { from: ['active', 'closing'], to: ['terminated'], by: ['fund_manager'], event: 'grant_terminated' },
  // A grant that was ended early may still owe money, by a date and to an owner.
  extendDate: { from: [...living, 'terminated'], by: ['grants_officer', 'fund_manager'], event: 'date_extended' },
  reassign: { from: [...living, 'terminated'], by: ['grants_officer', 'fund_manager'], event: 'owner_changed' },
  hold: { from: [...living], by: ['fund_manager'], event: 'put_on_hold' },
  release: { from: [...living], by: ['fund_manager'], event: 'released_from_hold' },

  noteConfirmation: { from: [...sent], by: ['engine'], event: 'confirmation_answered' },
  waiveConfirmation: {
    from: ['submitted', 'checking', 'assessing'],
    by: ['grants_officer', 'fund_manager'],
    event: 'confirmation_waived',
  },
  askConfirmationAgain: {
    from: ['submitted', 'checking', 'assessing'],
    by: ['applicant', 'grants_officer', 'fund_manager'],
    event: 'confirmation_asked_again',
  },
  replaceSecondContact: {
    from: ['submitted', 'checking', 'assessing'],
    by: ['applicant', 'grants_officer'],
    event: 'second_contact_replaced',
  },
  nameHost: {
    from: ['submitted', 'checking', 'assessing'],
    by: ['applicant', 'grants_officer'],
    event: 'host_named',
  },
  removeHost: {
    from: ['submitted', 'checking', 'assessing'],
    by: ['applicant', 'grants_officer'],
    event: 'host_removed',
  },

  sendMessage: {
    from: [...sent],
    by: ['applicant', 'budget_holder', 'grants_officer', 'fund_manager'],
    event: 'message_sent',
  },
  addNote: {
    from: [...sent],
    by: ['grants_officer', 'fund_manager', 'payment_maker', 'payment_authoriser', 'administrator'],
    event: 'note_added',
  },
} as const satisfies Life<GrantStage>;

/** The phases of the grant's workflow, in order. */
export type GrantPhase = 'draft' | 'assessment' | 'offer' | 'delivery' | 'closing' | 'over';

/** The phase that a stage belongs to. A refusal may still be appealed, and a terminated grant may still owe money: `final` says when it is over. */
export function grantPhase(stage: GrantStage, final: boolean): GrantPhase {
  if (final) return 'over';
  switch (stage) {
    case 'draft':
      return 'draft';
    case 'submitted':
    case 'checking':
    case 'assessing':
    case 'refused':
      return 'assessment';
    case 'offered':
      return 'offer';
    case 'active':
      return 'delivery';
    case 'closing':
    case 'terminated':
      return 'closing';
    default:
      return 'over';
  }
}
