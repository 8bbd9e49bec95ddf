import { pages } from '../../../src/http/pages';
import type { Page } from '../../../src/http/pages/frame/page';
import type { Crawled } from '../crawl';
import { cellsOfPages } from '../cells-of-pages';
import type { Look, Reader } from '../each-page';
import { addressOf } from '../judge-page';
import { thingsIn } from '../things-on-pages';
import type { WholeLives } from '../whole-lives';

const isFor = ({ for: whom }: Page, { role, cookie }: Reader) =>
  whom === 'anyone' ||
  (cookie !== undefined && (whom === 'signed in' || whom.some((one) => one === role.replaceAll(' ', '_'))));

/**
 * Pages that no link leads to as things are: after a form that was sent, from a mail, or in a state that ends at once. Of each address one, for
 * the first who is shown it; and what says that there is nothing, or nothing for them.
 */
export async function ledByNone(
  { engine, staff }: WholeLives,
  url: string,
  readers: readonly Reader[],
  found: readonly Crawled[],
): Promise<readonly Look[]> {
  const things = await thingsIn(engine.inbox, staff.tenantId);
  const looks: Look[] = [];
  const look = async (reader: Reader, address: string, wanted: number) => {
    const { cookie } = reader;
    const headers: Record<string, string> = cookie === undefined ? {} : { cookie: `${cookie.name}=${cookie.value}` };
    const answer = await fetch(url + address, { headers, redirect: 'manual' });
    await answer.arrayBuffer();
    const type = answer.headers.get('content-type') ?? '';
    if (answer.status !== wanted || !type.startsWith('text/html')) return false;
    looks.push({ reader, address, status: wanted, type, heading: '', tag: '', text: '', from: 'nowhere' });
    return true;
  };
  const unseen = (address: string) => {
    const pattern = new RegExp(`^${address.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}([?#]|$)`);
    return !found.some((one) => pattern.test(one.address));
  };
  const first = async (page: Page) => {
    const cells = cellsOfPages[page.address];
    if (cells === undefined) return;
    const about = cells.about === 'nothing' ? [undefined] : things.filter((one) => one.about === cells.about);
    for (const reader of readers.filter((one) => isFor(page, one)))
      for (const thing of about) if (await look(reader, addressOf(page.address, cells, thing), 200)) return;
  };
  for (const page of pages) if (unseen(page.address)) await first(page);
  for (const reader of readers) {
    await look(reader, '/nothing-here', 404);
    await look(reader, '/people', 403);
  }
  return looks;
}
