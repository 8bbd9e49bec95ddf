import type { Page, PageContext } from './page';
import type { Visit } from './visit';

/** A visit to a page that is for whoever looks. */
export interface OnPage {
  readonly page: Page;
  readonly context: PageContext;
  readonly visit: Visit;
}

/** What a page is about, in `data`; or that there is no such thing for whoever looks. */
export type Loaded = { readonly data: unknown } | 'nothing there';

/** Reads what a page is about. */
export async function load({ page, context }: OnPage): Promise<Loaded> {
  if (page.load === undefined) return { data: undefined };
  const data: unknown = await page.load(context);
  return data === undefined ? 'nothing there' : { data };
}
