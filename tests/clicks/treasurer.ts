import type { Hands } from './hands';

/** The first of the funder's instalments that are still awaited is on the bank statement. */
export async function recordInstalment(treasurer: Hands, fund: string, amount: string): Promise<void> {
  await treasurer.goTo('Money');
  await treasurer.goTo('Funds');
  await treasurer.follow(fund);
  await treasurer.follow(/^Record it as received/);
  await treasurer.press(`Record ${amount} as received`);
  await treasurer.reads('The instalment is in the bank.');
}

/** What a payment run is to hold. */
export interface WantedRun {
  readonly name: string;
  readonly pot: string;
  readonly payments: number;
  readonly total: string;
}

/** Builds a run of all that is due and covered in a pot, and asks for it to be authorised. */
export async function buildRun(treasurer: Hands, { name, pot, payments, total }: WantedRun): Promise<void> {
  await treasurer.goTo('Money');
  await treasurer.readsSoon(
    `Build a payment run for ${pot}: ${payments === 1 ? '1 payment' : `${String(payments)} payments`}, ${total}`,
  );
  await treasurer.press(`Build a payment run for ${pot}`);
  await treasurer.fill('What do you call this run?', name);
  await treasurer.press('Build the run');
  await treasurer.reads('The run is built.');
  await treasurer.press('Ask for authorisation');
  await treasurer.reads('Whoever may authorise it is told.');
}

/** Somebody who had no part in it authorises exactly what they see. */
export async function authoriseRun(authoriser: Hands, { name, total }: WantedRun): Promise<void> {
  await authoriser.goTo(/^My work/);
  await authoriser.followIn([name], 'Authorise the payment run');
  await authoriser.press(`Authorise ${total}`);
  await authoriser.reads('It is authorised.');
}

/** Uploads the file to the bank, and says later that everything on it was paid. */
export async function payRun(treasurer: Hands, { name, total }: WantedRun, paid: string): Promise<void> {
  await treasurer.goTo('Money');
  await treasurer.follow(name);
  await treasurer.press('Release the file for the bank');
  await treasurer.press(`Mark ${total} as sent`);
  await treasurer.press(paid);
  await treasurer.reads('What the statement shows is saved.');
}
