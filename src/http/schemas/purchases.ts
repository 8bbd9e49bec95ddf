import { z } from 'zod';
import type { WithReason } from '../../commands/grant/grant-context';
import { purchaseDates, type ExtendPurchaseDateBody } from '../../commands/purchases/extend-purchase-date';
import type { MatchInvoiceBody } from '../../commands/purchases/match-invoice';
import type { ReassignPurchaseBody } from '../../commands/purchases/reassign-purchase';
import type { RecordDeliveryBody } from '../../commands/purchases/record-delivery';
import type { RecordInvoiceBody } from '../../commands/purchases/record-invoice';
import type { RequestPurchaseBody } from '../../commands/purchases/request-purchase';
import { pence } from '../../domain/money/money';
import {
  clientReferenceRefusal,
  clientReferenceWithinRefusal,
  normaliseClientReference,
} from '../../domain/purchases/purchase-budget';
import type { Refusal } from '../../domain/refusals/refusal';
import { day, id, moment, penceOverZero, words } from './fields';

/** What a budget holder sends; the client reference is sealed before anything is stored. */
export interface PurchaseRequest extends Omit<RequestPurchaseBody, 'clientReferenceSealed'> {
  readonly clientReference: string;
}

/** What the form of a purchase asks; whether price and reference can be so is said by the rules, in words that help. */
export const requestPurchaseBody = z.strictObject({
  grantId: id,
  providerId: id,
  service: z.string().trim().min(1).max(500),
  clientReference: z.string().max(200).describe('As your own records gave it, such as WC-1047. Never a name.'),
  pricePence: z.int().transform(pence).describe('What the provider will charge, including VAT.'),
}) satisfies z.ZodType<PurchaseRequest>;

/** What is stored of a request for a purchase, or why its client reference may not be kept. The reference itself goes no further. */
export function prepareRequest(
  { clientReference, ...rest }: PurchaseRequest,
  { seal }: { readonly seal: (text: string) => string },
): { body: RequestPurchaseBody } | Refusal {
  const refusal =
    clientReferenceRefusal(clientReference) ?? clientReferenceWithinRefusal(rest.service, clientReference, '/service');
  if (refusal !== undefined) return refusal;
  return { body: { ...rest, clientReferenceSealed: seal(normaliseClientReference(clientReference)) } };
}

/** Body of the commands on a purchase that say why. */
export const purchaseReasonBody: z.ZodType<WithReason> = z.strictObject({ reason: words });

/** Body of `recordDelivery`. */
export const recordDeliveryBody: z.ZodType<RecordDeliveryBody> = z.strictObject({ deliveredOn: day });

/** Body of `recordInvoice`. */
export const recordInvoiceBody: z.ZodType<RecordInvoiceBody> = z.strictObject({
  invoiceNumber: z.string().trim().min(1).max(50),
  invoicePence: penceOverZero.describe('Including VAT.'),
  invoicedOn: day,
});

/** Body of `matchInvoice`. */
export const matchInvoiceBody: z.ZodType<MatchInvoiceBody> = z.strictObject({
  dueOn: day.optional().describe('When to pay; by default so long after the day of the invoice as the policy says.'),
});

/** Body of `extendPurchaseDate`. */
export const extendPurchaseDateBody: z.ZodType<ExtendPurchaseDateBody> = z.strictObject({
  which: z.enum(purchaseDates),
  to: moment,
  reason: words,
});

/** Body of `reassignPurchase`. */
export const reassignPurchaseBody: z.ZodType<ReassignPurchaseBody> = z.strictObject({ ownerId: id, reason: words });
