import type { Page } from 'playwright-core';

import { waitFor } from '../support/wait-for';
import type { Hands } from './hands';

/** Mails that somebody has opened before, by their addresses. */
const opened = new Set<string>();

/** Opens the newest mail to somebody that is new, on the demonstration's mail page. */
async function openMail(page: Page, email: string, subject: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: 'Mail', exact: true }).click();
  await page.getByLabel('To whom? A name or an address').fill(email);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: 'Show all again' }).waitFor();
  const newest = page.getByRole('link', { name: subject }).first();
  const address = await waitFor(`a new mail to ${email}: ${subject}`, async () => {
    const href = (await newest.count()) === 0 ? null : await newest.getAttribute('href');
    if (href !== null && !opened.has(href)) return href;
    await page.reload();
    return undefined;
  });
  opened.add(address);
  await newest.click();
  await page.getByRole('heading', { level: 1, name: subject }).waitFor();
}

/** Reads the newest mail to somebody in another tab, and comes back. */
export async function readMail({ visit }: Hands, email: string, subject: string): Promise<string> {
  const tab = await visit.context.newPage();
  try {
    await openMail(tab, email, subject);
    return await tab.locator('main').innerText();
  } finally {
    await tab.close();
  }
}

/** Follows the link in the newest mail to somebody. */
export async function followMail(hands: Hands, email: string, subject: string): Promise<void> {
  await openMail(hands.page, email, subject);
  await hands.follow(/^http/);
}
