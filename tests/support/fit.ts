import type { Visit } from './browser';

/**
 * Whether a page is, as it is now, one that anybody can use: one `h1`, nothing that axe objects to, nothing beside the window. With a folder
 * in the environment variable SHOTS, whoever builds the page finds a picture of it there.
 */
export async function expectFit({ page, axe, widerThanWindow }: Visit, name: string): Promise<void> {
  await page.waitForLoadState('load');
  expect(await page.locator('h1').count()).toBe(1);
  expect(await axe()).toEqual([]);
  expect(await widerThanWindow()).toBeUndefined();
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
