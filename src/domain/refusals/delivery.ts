/** Refusals about offers, conditions, reports, refunds, holds. */
export const deliveryRefusals = {
  HOST_GIVES_BANK_DETAILS:
    'Another organisation receives the money for this group, so the bank details are its own to give. Ask your contact there to give them.',
  // The offer
  NEW_BUDGET_NEEDED:
    'You were awarded less than you asked for, so budget and targets must be agreed for {awardedPence} first. Send them, then accept the offer.',
  BUDGET_AGREED_ALREADY: 'Your budget is agreed already, so there is nothing to change. You can accept the offer.',
  NOT_ON_COMMITTEE:
    'Only members of the group’s committee can accept for it (for an employer, its staff), and you are not on our list of them. Ask one of them to accept, or ask the grants officer to correct the list.',
  SIGNATORY_RELATION_NOT_SAID:
    'The two who accept must not be related, or live together. Tick that it is so, or invite somebody else of your committee.',
  SIGNATORY_IS_YOU: 'This is your own address. Invite another member of your committee, by their own address.',
  SIGNATORY_NOT_POSSIBLE:
    'We cannot invite this person to accept for your group. Invite somebody else of your committee, or write to us.',
  GROUP_HAS_MANY_PEOPLE:
    '{atMost} people act for your group already. Ask one of them to accept, or write to us if somebody has to be added.',
  AGREEMENT_CHANGED:
    'The agreement is not the one that you read: it has changed since. Read it again, then accept it as it is now.',
  SIGNATURE_MISSING: 'You have not signed. Type your full name as your signature.',
  SIGNATURE_NOT_YOURS:
    'This is not your own name as we have it, and a signature is. Type the name that we write to you by. If it is wrong, ask us to correct it.',

  // Signed on paper
  PAPER_SCAN_MISSING:
    'There is no such scan of the signed agreement here. Add a scan or photo of every signed page first, then choose it.',
  PAPER_SIGNATORY_NOT_ON_COMMITTEE:
    'Somebody whom you chose is not on our list of the group’s committee (for an employer, its staff), so their signature does not bind it. Choose somebody else, or correct the list on the group’s page first.',
  PAPER_SIGNATORIES_TOO_FEW:
    'This is not signed by enough members of the committee: {needed} are needed together with those who have accepted here. Choose each of them, or send the paper back to be signed.',
  PAPER_SIGNED_TOO_EARLY:
    'The grant was decided after this day, so nobody can have signed for it then. Look at the date on the paper again.',
  PAPER_CHANGED:
    'What was recorded of the paper is not what you looked at: a colleague has recorded it again, or nothing is recorded. Look at it as it is now.',
  PAPER_NOT_LOOKED_AT:
    'You have not said that the scan shows what is written here. Open the scan, compare both names, the date and the fingerprint, then tick the box.',

  // Conditions
  CONDITION_UNKNOWN: 'This grant has no such condition. Choose one from the list.',
  CONDITION_NOT_OPEN:
    'This condition is {state}, so that cannot be done with it. If its date has passed, a fund manager can give more time or waive it.',

  // The report
  REPORT_HANDED_IN:
    'The report has been handed in and is being read, so this cannot be done now. It will be accepted, or a question will be asked about it.',
  REPORT_QUESTION_UNANSWERED:
    'We asked about this report, and it is still as it was. Answer the question, or change what it is about, then send the report again.',
  REPORT_NOTHING_ASKED:
    'Nothing is asked about this report, so there is nothing to answer. Leave the answer empty, and say it in the report itself.',
  REPORT_NOT_HANDED_IN:
    'There is no report to read: it has not been handed in, or a question about it is not answered yet. Wait for the group.',
  PAYMENT_UNDER_WAY:
    'A payment of this grant is in a payment run or at the bank. Take it out of the run, or record what became of it, then try again.',
  PURCHASES_OPEN:
    'Purchases from this budget are still open: {open}. Cancel them, or wait until they are paid, then try again.',

  // Money back
  REFUND_NOT_DUE: 'No money is due back on this grant. Check that you have the right one.',
  REFUND_TOO_LARGE:
    'Only {duePence} is due back on this grant, which is less than this. Check the sum on the statement.',
  REFUND_OVER_PAID: 'Only {paidPence} was paid on this grant, so no more can be asked back. Enter that or less.',

  // Dates and holds
  DATE_NOT_SET:
    'Nothing of this kind is waited for on this grant now, so there is no date to move. Look at what comes next.',
  DATE_PASSED: 'This date has passed already. Choose one that is still to come.',
  DATE_NOT_LATER: 'The date is {currentAt} already, and it can only be made later. Choose a later one.',
  ON_HOLD_ALREADY: 'This is on hold already. Let it go on first if the reason has changed.',
  NOT_ON_HOLD: 'This is not on hold, so it goes on already. Look at it again: somebody may have let it go on.',
} as const satisfies Readonly<Record<string, string>>;
