import { dayFromNow } from '../../src/cli/story/stages';
import type { Hands } from './hands';
import { followMail } from './mail';

/** A service that a court worker buys for somebody whom she works with. */
export interface Service {
  readonly need: string;
  readonly what: string;
  /** Her own reference for the client. */
  readonly client: string;
  readonly price: string;
  /** How the reference of her budget begins. */
  readonly budget: string;
}

/** Buys a service of the directory in three steps. */
export async function buyService(worker: Hands, service: Service): Promise<void> {
  await worker.goTo('Budget');
  await worker.press('Buy a service');
  await worker.choose(service.budget, worker.part('Which budget is it paid from?'));
  await worker.pick('What is needed?', service.need);
  await worker.fill('Your reference for the client', service.client);
  await worker.press('Continue');
  await worker.choose(`${service.what}, £${service.price}`);
  await worker.press('Continue');
  await worker.reads('We send the order to the provider at once.');
  await worker.press(`Order for £${service.price}`);
  await worker.reads('The order is sent.');
}

/** The provider opens the link in its mail, accepts the order, delivers, and sends its invoice. */
export async function deliverOrder(
  provider: Hands,
  email: string,
  service: Service,
  invoiceNumber: string,
): Promise<void> {
  await followMail(provider, email, 'An order');
  await provider.reads(service.client);
  await provider.press(`Accept the order for £${service.price}`);
  await provider.reads('The order is accepted.');
  await provider.press('Say that it was delivered');
  await provider.reads('It is recorded as delivered.');
  await provider.fill('Invoice number', invoiceNumber);
  await provider.fill('Amount, with VAT', service.price);
  await provider.fillDay('Date of the invoice', dayFromNow(0));
  await provider.press('Send the invoice');
  await provider.reads('The invoice is recorded.');
}
