import type { Locator } from 'playwright-core';

import type { Visit } from '../support/browser';
import { waitFor } from '../support/wait-for';

/**
 * What somebody does with a page who has nothing but the page: they read it, and press, follow, fill in and choose what has a name on it. No
 * address is ever typed but the one that `npm start` prints.
 */
export class Hands {
  constructor(readonly visit: Visit) {}

  get page() {
    return this.visit.page;
  }

  /** Where somebody looks for what they are told: the page without its head. */
  private get main(): Locator {
    return this.page.locator('main');
  }

  /** Opens the address that `npm start` printed. */
  async begin(): Promise<void> {
    await this.page.goto('/');
  }

  /** Presses a button, or a link that looks like one, by all of its words. */
  press(name: string | RegExp): Promise<void> {
    const named = { name, exact: true };
    return this.leave(this.main.getByRole('button', named).or(this.main.getByRole('link', named)));
  }

  /** Follows a link on the page, by some of its words. */
  follow(name: string | RegExp): Promise<void> {
    return this.leave(this.main.getByRole('link', { name }));
  }

  /** Goes to a place that the head of each page leads to; on a phone the head opens first. */
  async goTo(place: string | RegExp): Promise<void> {
    const link = this.page.getByRole('banner').getByRole('link', { name: place }).first();
    const menu = this.page.getByRole('banner').getByRole('button', { name: 'Menu' });
    if (!(await link.isVisible()) && (await menu.isVisible())) await menu.click();
    await this.leave(link);
  }

  /** Clicks on what leads to another page, and waits for that. */
  private async leave(through: Locator): Promise<void> {
    await Promise.all([this.page.waitForEvent('domcontentloaded'), through.first().click()]);
  }

  /** Follows the link in a line of a table: the one that says all of this. */
  followIn(line: readonly string[], name: string | RegExp): Promise<void> {
    const lines = line.reduce((found, text) => found.filter({ hasText: text }), this.main.getByRole('row'));
    return this.leave(lines.first().getByRole('link', { name }));
  }

  /** Opens what lies behind a line of the page. */
  unfold(name: string): Promise<void> {
    return this.main.getByText(name, { exact: true }).first().click();
  }

  /** Types into a box. */
  async fill(label: string | RegExp, text: string, within: Locator = this.main): Promise<void> {
    await within.getByLabel(label).first().fill(text);
  }

  /** Ticks a box, or chooses one of several. */
  choose(label: string | RegExp, within: Locator = this.main): Promise<void> {
    return within.getByLabel(label).first().check();
  }

  /** Chooses from a list that opens. */
  async pick(label: string, option: string, within: Locator = this.main): Promise<void> {
    await within.getByLabel(label).first().selectOption({ label: option });
  }

  /** A part of the page with a name: a question with its answers, a line of a table that is filled in. */
  part(name: string | RegExp): Locator {
    return this.main.getByRole('group', { name }).first();
  }

  /** Fills in a day, `YYYY-MM-DD`. */
  async fillDay(label: string | RegExp, day: string): Promise<void> {
    const [year = '', month = '', date = ''] = day.split('-');
    const boxes = this.part(label);
    await boxes.getByLabel('Day').fill(String(Number(date)));
    await boxes.getByLabel('Month').fill(String(Number(month)));
    await boxes.getByLabel('Year').fill(year);
  }

  /** Reads so much on the page. @throws when it does not come to stand there */
  async reads(text: string | RegExp): Promise<void> {
    await this.main.getByText(text).first().waitFor({ timeout: 15_000 });
  }

  /** Loads the page again until it says so: what Grantpot does by itself takes a moment. */
  async readsSoon(text: string | RegExp): Promise<void> {
    await waitFor(`the page says “${String(text)}”`, async () => {
      if ((await this.main.getByText(text).count()) > 0) return true;
      await this.page.reload();
      return false;
    });
  }

  /** All that the page says. */
  text(): Promise<string> {
    return this.main.innerText();
  }

  /** The sums that the page gives, by the words beside them; of a word that stands there twice the first. */
  async sums(): Promise<Readonly<Record<string, string>>> {
    const lines = [...(await this.text()).matchAll(/^(.+?)[\t\n]+(£[\d,.]+)$/gm)];
    return Object.fromEntries(lines.toReversed().map(([, words, sum]) => [words, sum]));
  }
}
