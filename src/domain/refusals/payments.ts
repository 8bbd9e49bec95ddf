/** Refusals about payments, runs, instalments. */
export const paymentRefusals = {
  // Money from the funder
  INSTALMENT_UNKNOWN:
    'We cannot find this instalment in this fund. Choose one from the fund’s list, or add it as expected first.',
  INSTALMENT_RECEIVED_ALREADY:
    'This instalment was recorded as received on {receivedOn}, and money is counted once. If more has come, add it as expected first.',
  DAY_IN_FUTURE: 'This day has not come yet. Enter the day on which it happened: today, or earlier.',

  // Payments
  PAYMENT_UNKNOWN: 'We cannot find this payment here. Choose one from the list.',
  PAYMENT_LISTED_TWICE: 'This payment is on the list twice, and it can only be dealt with once. Take one out.',
  PAYMENT_NOT_READY:
    'This payment cannot go into a run, because it is {state}. Choose one that is due and covered by cash in the bank.',
  PAYMENT_ON_HOLD:
    'The grant of this payment is on hold, so it cannot be paid now. Leave the payment out, or ask a fund manager about the hold.',
  PAYMENT_NOT_RETURNED:
    'This payment was not sent back by the bank: it is {state}. Only a payment that came back is paid again.',
  PAYMENT_NOT_WAITING: 'This payment does not wait for cash: it is {state}. Only one that waits can go before others.',
  OVERTAKING_NOT_COVERED:
    'Only {bankPence} of this pot is free in the bank, and this payment needs {amountPence}. Wait until more money has arrived.',
  PAYEE_WITHOUT_BANK_DETAILS:
    'We have no bank details to pay this to. Ask the payee for them first, or leave the payment out.',
  BANK_DETAILS_UNREADABLE:
    'Grantpot cannot read the bank details of a payment here, so nothing can be paid to them. Ask the payee to give them again, and leave the payment out until then.',
  REFUND_ACCOUNT_UNREADABLE:
    'Grantpot cannot read the account that the money goes back into. Ask whoever gave the grant which account it is before you pay.',
  BANK_DETAILS_UNCHANGED:
    'The bank sent this payment back, and we still have only the bank details that it went to. Ask the payee for new ones first.',

  // Runs
  RUN_EMPTY: 'There is no payment in this run, so there is nothing to do with it. Choose payments that are ready.',
  PAYMENT_NOT_IN_RUN: 'This payment is not in this run. Look at the run again: somebody may have taken it out.',
  SEEN_HASH_STALE:
    'This run is not what you looked at any more: its payments, sums or bank details changed. Look at it again before you authorise it.',
  OUTCOME_KNOWN_ALREADY:
    'What became of this payment is on the record already: it is {state}. Record only what the bank statement newly shows.',
  RUN_OWNER_UNFIT:
    'Whoever looks after a payment run must be a payment maker or fund manager who is responsible for this pot. Choose one of them, or give this person the role first.',
} as const satisfies Readonly<Record<string, string>>;
