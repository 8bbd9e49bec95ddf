import { testSeal } from '../support/seal';
import type { Inbox } from '../support/inbox';
import type { Employer, Provider } from './group';
import type { Organisation } from './organisation';
import { today } from './paying';

type Sending = Pick<Inbox, 'done' | 'db' | 'look'>;

/** What is bought, from whom, for how much. */
export interface PurchaseFacts {
  readonly organisation: Organisation;
  readonly employer: Employer;
  readonly provider: Provider;
  readonly grantId: string;
  readonly pricePence: number;
}

/** The body of a request, with its client reference sealed as the door does it. */
export function aRequest({
  grantId,
  provider,
  pricePence,
}: Pick<PurchaseFacts, 'grantId' | 'provider' | 'pricePence'>) {
  return {
    grantId,
    providerId: provider.partyId,
    service: 'Six sessions of counselling',
    clientReferenceSealed: testSeal.seal('WC-1047'),
    pricePence,
  };
}

/** A purchase that the budget holder has asked for; it is authorised if that is within her own limit. @returns its id */
export async function aRequestedPurchase(inbox: Sending, facts: PurchaseFacts): Promise<string> {
  return (await inbox.done(facts.employer.budgetHolder, 'requestPurchase', null, aRequest(facts))).subjectId;
}

/** A purchase that an officer has authorised. @returns its id */
export async function anAuthorisedPurchase(inbox: Sending, facts: PurchaseFacts): Promise<string> {
  const id = await aRequestedPurchase(inbox, facts);
  await inbox.done(facts.organisation.officer, 'authorisePurchase', id);
  return id;
}

/** A purchase that the provider was asked for and has delivered. @returns its id */
export async function aDeliveredPurchase(inbox: Sending, facts: PurchaseFacts): Promise<string> {
  const id = await anAuthorisedPurchase(inbox, facts);
  await inbox.done(facts.employer.budgetHolder, 'orderPurchase', id);
  await inbox.done(facts.provider.provider, 'acceptOrder', id);
  await inbox.done(facts.employer.budgetHolder, 'recordDelivery', id, { deliveredOn: await today(inbox) });
  return id;
}

/** The provider's invoice for what was delivered. */
export async function invoiced(
  inbox: Sending,
  { provider }: Pick<PurchaseFacts, 'provider'>,
  purchaseId: string,
  invoicePence: number,
): Promise<void> {
  const invoice = { invoiceNumber: `INV ${purchaseId.slice(-6)}`, invoicePence, invoicedOn: await today(inbox) };
  await inbox.done(provider.provider, 'recordInvoice', purchaseId, invoice);
}

/** A purchase whose invoice was matched, to be paid on a day or by the policy. @returns its id */
export async function aMatchedPurchase(
  inbox: Sending,
  facts: PurchaseFacts & { readonly dueOn?: string },
): Promise<string> {
  const id = await aDeliveredPurchase(inbox, facts);
  await invoiced(inbox, facts, id, facts.pricePence);
  await inbox.done(
    facts.organisation.officer,
    'matchInvoice',
    id,
    facts.dueOn === undefined ? {} : { dueOn: facts.dueOn },
  );
  return id;
}
