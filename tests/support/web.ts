import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Client, Connection } from '@temporalio/client';

import { openDatabase, type Database } from '../../db/client';
import { definitions } from '../../src/commands';
import type { Seal } from '../../db/seal';
import { createApp } from '../../src/http/app';
import { openingBy, type Unreadable } from '../../src/http/opening';
import type { AppParts } from '../../src/http/parts';
import type { Inbox } from './inbox';
import { testSeal } from './seal';

/** One web process on a test's records, without a worker behind it: for what is answered at once. */
export interface Web {
  readonly url: string;
  /** What it asks, and nobody else. */
  readonly db: Database;
  close(): Promise<void>;
}

/** How a front door is otherwise. */
interface Otherwise extends Partial<Pick<AppParts, 'publicUrl' | 'demonstration' | 'provider'>> {
  /** Its address has a name, for which browsers make passkeys, and people see that one. */
  readonly isNamed?: boolean;
  /** Told of what is sealed and cannot be opened. */
  readonly unreadable?: Unreadable;
}

/** Opens a front door of its own on the records, as one of several web processes would. */
export async function openWeb(
  { database }: Pick<Inbox, 'database'>,
  { isNamed = false, unreadable = { count: () => undefined, say: () => undefined }, ...otherwise }: Otherwise = {},
  seal: Seal = testSeal,
): Promise<Web> {
  const db = openDatabase(database.url, { connections: 4 });
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const port = String((server.address() as AddressInfo).port);
  const url = `http://${isNamed ? 'localhost' : '127.0.0.1'}:${port}`;
  // Nothing is sent to a run here, so nothing is connected.
  const connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] });
  const app = createApp({
    door: {
      db,
      preparing: seal,
      runs: { client: new Client({ connection }), taskQueue: 'none' },
      applying: { db, definitions, canOpen: seal.canOpen },
    },
    reading: { db, open: openingBy(seal, unreadable) },
    readiness: { failing: () => Promise.resolve([]) },
    publicUrl: isNamed ? url : 'http://127.0.0.1',
    demonstration: undefined,
    onAnswered: () => undefined,
    logError: (detail) => {
      process.stderr.write(`request went wrong: ${JSON.stringify(detail)}\n`);
    },
    ...otherwise,
  });
  server.on('request', app);
  return {
    url,
    db,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await connection.close();
      await db.destroy();
    },
  };
}

/** A page as it was answered. */
export interface Seen {
  readonly status: number;
  /** Where it led, if it led on. */
  readonly to: string | null;
  readonly text: string;
  readonly title: string;
  /** The cookies that it set, as their headers say. */
  readonly cookies: readonly string[];
}

/** Somebody's browser without scripts: keeps cookies, and sends the forms of the page that it saw last. */
export class PlainBrowser {
  readonly jar = new Map<string, string>();
  private last: Seen | undefined;
  private at = '/';

  constructor(public url: string) {}

  /** Opens an address and does not follow where it leads. */
  async get(path: string): Promise<Seen> {
    this.at = path;
    return this.ask(path, {});
  }

  /** Opens an address and follows where it leads. */
  async open(path: string): Promise<Seen> {
    let seen = await this.get(path);
    for (let hops = 0; seen.to !== null && hops < 8; hops += 1) seen = await this.get(seen.to);
    return seen;
  }

  /** Sends a form of the page that was seen last, and does not follow where it leads. */
  async send(form: string, typed: Readonly<Record<string, string>> = {}): Promise<Seen> {
    const hidden = (name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(this.last?.text ?? '')?.[1] ?? '';
    const body = new URLSearchParams({ _token: hidden('_token'), _key: hidden('_key'), _form: form, ...typed });
    return this.ask(this.at.split('?')[0] ?? '/', { method: 'POST', body });
  }

  /** All hidden fields of the page that was seen last, as a form sends them. */
  get hidden(): Readonly<Record<string, string>> {
    const found = [...(this.last?.text ?? '').matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
  }

  private async ask(path: string, init: Pick<RequestInit, 'method' | 'body'>): Promise<Seen> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = cookie === '' ? {} : { cookie };
    const response = await fetch(this.url + path, { ...init, headers, redirect: 'manual' });
    const cookies = response.headers.getSetCookie();
    for (const one of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(one)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const text = await response.text();
    const title = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(text)?.[1]?.trim() ?? '';
    const seen = { status: response.status, to: response.headers.get('location'), text, title, cookies };
    if (seen.to === null) this.last = seen;
    return seen;
  }
}
