/** A page that somebody was led to. */
export interface Crawled {
  readonly address: string;
  readonly status: number;
  readonly type: string;
  /** The page's `h1`. */
  readonly heading: string;
  /** What its first tag says: the state that it shows. */
  readonly tag: string;
  /** What its `main` says, on one line. */
  readonly text: string;
  /** The page that led there. */
  readonly from: string;
}

/** An address with its ids left out: pages of one kind have one pattern. */
export const patternOf = (address: string): string =>
  address
    .replace(/[?#].*$/, '')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')
    .replaceAll(/\/[\w-]{43}(?=\/|$)/g, '/:token')
    .replace(/\/letters\/[\w-]+$/, '/letters/:letter');

/** How many pages of one kind are looked at: enough for each state that one of them can be in. */
const ofAKind = 30;

/**
 * Opens every link that one person can see, beginning at some addresses, as far as it leads within this Grantpot. Links of the
 * demonstration and of the API's document are not followed.
 */
export async function crawl(url: string, cookie: string, starts: readonly string[]): Promise<readonly Crawled[]> {
  const found: Crawled[] = [];
  const seen = new Set<string>(starts);
  const kinds = new Map<string, number>();
  const waiting = starts.map((address) => ({ address, from: 'the start' }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const kind = patternOf(next.address);
    const count = kinds.get(kind) ?? 0;
    if (count >= ofAKind) continue;
    kinds.set(kind, count + 1);
    const answer = await fetch(`${url}${next.address}`, { headers: { cookie }, redirect: 'follow' });
    const type = answer.headers.get('content-type') ?? '';
    const text = await answer.text();
    const isPage = type.startsWith('text/html');
    found.push({
      ...next,
      status: answer.status,
      type,
      heading: isPage ? textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(text)?.[1] ?? '') : '',
      tag: isPage ? textOf(/<strong class="govuk-tag[^>]*>([\s\S]*?)<\/strong>/.exec(text)?.[1] ?? '') : '',
      text: isPage ? textOf(/<main\b[^>]*>([\s\S]*)<\/main>/.exec(text)?.[1] ?? '') : '',
    });
    if (!isPage) continue;
    for (const [, link = ''] of text.matchAll(/<a\b[^>]*\shref="([^"#][^"]*)"/g)) {
      const address = link.replaceAll('&amp;', '&').replace(/#.*$/, '');
      if (!/^\/(?!\/)/.test(address) || /^\/(dev|api\/docs|sign-out)\b/.test(address) || seen.has(address)) continue;
      seen.add(address);
      waiting.push({ address, from: next.address });
    }
  }
  return found;
}

const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
