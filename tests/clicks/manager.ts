import type { Hands } from './hands';

/** A pot that a manager opens, with a fund of its own. */
export interface NewPot {
  readonly name: string;
  /** How the references of its grants begin. */
  readonly prefix: string;
  /** Who looks after it. */
  readonly officer: string;
}

/** The Croydon money of a year: a fund, and its pot of £20,000. */
export async function openFundAndPot(manager: Hands, { name, prefix, officer }: NewPot): Promise<void> {
  await manager.goTo('Money');
  await manager.goTo('Funds');
  await manager.press('Open a fund');
  await manager.fill('What is the fund called?', name);
  await manager.pick('Who pays it?', 'Home Office');
  await manager.press('Open the fund');
  await manager.reads('The fund is open.');

  await manager.goTo('Pots');
  await manager.press('Open a pot');
  await manager.fill('What is it called?', name);
  await manager.pick('Which fund is it paid from?', name);
  await manager.fill('How do its references begin?', prefix);
  await manager.pick('Who looks after it?', officer);
  await manager.fill('How much may be awarded in all?', '20,000');
  await manager.choose('Grants, and budgets that are spent by purchases');
  await manager.press('Open this pot');
  await manager.reads('Look at its rules before anybody applies.');
}

/** The rules of a year in which groups come back: up to £4,000 to one group, and what is due is paid at once. */
export async function setRules(manager: Hands): Promise<void> {
  await manager.follow('Limits and money');
  await manager.fill('The most that one group can be awarded, over all pots', '4,000');
  await manager.press('Save this part');
  await manager.follow('Payments');
  await manager.fill('How long after it is accepted?', 'at once');
  await manager.press('Save this part');
  await manager.follow('Purchases');
  await manager.fill('How long after the invoice is it paid?', 'at once');
  await manager.press('Save this part');
  await manager.press('See what changes, and publish');
  await manager.fill('Why do the rules change?', 'These groups had a first grant a year ago.');
  await manager.press('Publish these rules');
}

/** The funder says when its money comes. */
export async function expectInstalment(manager: Hands, fund: string, amount: string, on: string): Promise<void> {
  await manager.goTo('Money');
  await manager.goTo('Funds');
  await manager.follow(fund);
  await manager.press('Expect an instalment');
  await manager.choose(fund); // the pot of the same name
  await manager.fill('How much?', amount);
  await manager.fillDay('On which day should it be in the bank?', on);
  await manager.press('Expect this instalment');
  await manager.reads('The instalment is expected.');
}
