/** Refusals about purchases. */
export const purchaseRefusals = {
  GRANT_NOT_RUNNING:
    'Nothing can be bought from this grant, because it is {stage}. A budget can be used once its offer is accepted, and until its report.',
  NOT_A_BUDGET:
    'This grant is paid out in instalments, so nothing is bought from it. Choose the grant that is your budget.',
  PROVIDER_UNKNOWN: 'There is no such provider here. Choose one from the directory, or ask an officer to add it.',
  INVOICE_DIFFERS:
    'The invoice asks for {invoicePence} and the order was for {pricePence}, so it cannot be paid. Ask the provider for a corrected invoice, or dispute it.',
  INVOICE_NUMBER_USED:
    'Another purchase from this provider has an invoice with this number, and an invoice is paid once. Check the number.',
  PURCHASE_DATE_NOT_SET: 'There is no such date to move on this purchase now. Look at what it waits for.',
} as const satisfies Readonly<Record<string, string>>;
