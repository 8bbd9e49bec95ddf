import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import type { Pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import type { PurchaseContext } from './purchase-context';

/** An invoice as it came; its sum includes VAT. */
export interface RecordInvoiceBody {
  readonly invoiceNumber: string;
  readonly invoicePence: Pence;
  readonly invoicedOn: CalendarDate;
}

/** The provider's invoice for a delivered service, or a corrected one after a dispute. @refusal DAY_IN_FUTURE, INVOICE_NUMBER_USED */
export const recordInvoice = defineCommand<RecordInvoiceBody, 'purchase'>('purchase', 'recordInvoice', async (c) => {
  const { invoiceNumber, invoicePence, invoicedOn } = c.body;
  if (invoicedOn > londonDate(c.at)) return refuse('DAY_IN_FUTURE', { field: '/invoicedOn' });
  if (await isNumberUsed(c)) return refuse('INVOICE_NUMBER_USED', { field: '/invoiceNumber' });
  return {
    to: 'invoiced',
    set: { invoice_number: invoiceNumber, invoice_pence: invoicePence, invoiced_on: invoicedOn },
    event: { after: { invoicePence, invoicedOn } },
    mails: mailTo([c.row.owner_id], 'invoice-to-match', { invoicePence }),
  };
});

/** Whether another purchase has it. The provider is locked, so that two invoices with one number do not arrive at once. */
async function isNumberUsed({ tx, tenantId, row, body }: PurchaseContext<RecordInvoiceBody>): Promise<boolean> {
  await tx
    .selectFrom('party')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.provider_id)
    .forNoKeyUpdate()
    .execute();
  const other = await tx
    .selectFrom('purchase')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('provider_id', '=', row.provider_id)
    .where('invoice_number', '=', body.invoiceNumber)
    .where('id', '<>', row.id)
    .executeTakeFirst();
  return other !== undefined;
}
