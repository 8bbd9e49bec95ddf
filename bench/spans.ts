/**
 * Loaded before a process of the product (`node -r`) by `npm run bench -- profile`: notes when each request, each sending to Temporal, each
 * activity and each statement began and ended, into `spans-<pid>.jsonl` of the process's folder. The product itself knows nothing of it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { Server } from 'node:http';
import { join, resolve } from 'node:path';

import { Client, Pool } from 'pg';

import type { Span } from './span';

const spans: Span[] = [];
const file = join(process.cwd(), `spans-${String(process.pid)}.jsonl`);
setInterval(() => {
  const lines = spans.splice(0).map((span) => `${JSON.stringify(span)}\n`);
  if (lines.length > 0) appendFileSync(file, lines.join(''));
}, 100).unref();

const clock = (): number => performance.timeOrigin + performance.now();
const under = new AsyncLocalStorage<'request' | 'activity'>();

/** Notes how long something took, until what it promised has come. */
async function noted<T>(kind: Span['kind'], name: string, work: () => Promise<T>): Promise<T> {
  const within = under.getStore() ?? 'background';
  const from = clock();
  try {
    return await work();
  } finally {
    spans.push({ kind, name, within, from, to: clock() });
  }
}

type Anything = (this: unknown, ...all: unknown[]) => unknown;

/** Puts something around a function of an object, or of a compiled module, whose importers ask the module each time. */
function around(holder: object, name: string, wrap: (call: () => unknown, all: readonly unknown[]) => unknown): void {
  const holding = holder as Record<string, Anything>;
  const original = holding[name];
  if (original === undefined) throw new Error(`there is no ${name} to put something around`);
  holding[name] = function (...all) {
    return wrap(() => original.apply(this, all), all);
  };
}

const promised = (value: unknown): Promise<unknown> => value as Promise<unknown>;

for (const [prototype, method, nameOf] of [
  [
    Client.prototype,
    'query',
    (first: unknown) => (typeof first === 'string' ? first : (first as { text: string }).text),
  ],
  [Pool.prototype, 'connect', () => 'wait for a connection'],
] as const) {
  around(prototype, method, (call, [first]) =>
    // Who gives a callback is pg itself.
    typeof first === 'function' ? call() : noted('query', nameOf(first), () => promised(call())),
  );
}

around(Server.prototype, 'emit', (call, [event, , response]) => {
  if (event !== 'request') return call();
  const from = clock();
  (response as NodeJS.EventEmitter).once('finish', () => {
    spans.push({ kind: 'request', name: '', within: 'request', from, to: clock() });
  });
  return under.run('request', call);
});

const dist = resolve(__dirname, '../dist');
const compiled = (path: string): object => require(join(dist, path)) as object; // eslint-disable-line @typescript-eslint/no-require-imports -- a module of the build, by its path
around(compiled('src/delivery/runs.js'), 'sendCommand', (call) => noted('send', '', () => promised(call())));
for (const name of ['applyCommand', 'applyDue']) {
  around(compiled('src/commands/apply/bring-up-to.js'), name, (call) =>
    under.run('activity', () => noted('activity', name, () => promised(call()))),
  );
}
