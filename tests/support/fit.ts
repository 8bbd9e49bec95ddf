import type { Visit } from './browser';

/**
 * Whether a page is, as it is now, one that anybody can use: one `h1`, which says so much at least; nothing that axe objects to; nothing
 * beside the window.
 */
export async function expectFit({ page, axe, widerThanWindow }: Visit, heading = ''): Promise<void> {
  // With its styles: how large something is to touch is theirs to say.
  await page.waitForLoadState('load');
  expect(await page.locator('h1').allInnerTexts()).toEqual([expect.stringContaining(heading)]);
  expect(await axe()).toEqual([]);
  expect(await widerThanWindow()).toBeUndefined();
}
