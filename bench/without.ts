/**
 * Loaded before a process of the product (`node -r`) to measure what it does without: named in BENCH_WITHOUT are the payload codec
 * (`codec`) and the audit events (`audit`). The product has no switch for either; what it imports is put aside here.
 */
import { join, resolve } from 'node:path';

import type { PayloadCodec } from '@temporalio/common';
import type { CompiledQuery } from 'kysely';

type Write = CompiledQuery | { readonly query: CompiledQuery };
type WriteTogether = (writes: readonly Write[]) => CompiledQuery;

const without = (process.env['BENCH_WITHOUT'] ?? '').split(' ');
const dist = resolve(__dirname, '../dist');
const compiled = (path: string): object => require(join(dist, path)) as object; // eslint-disable-line @typescript-eslint/no-require-imports -- a module of the build, by its path

if (without.includes('codec')) {
  const same: PayloadCodec = {
    encode: (payloads) => Promise.resolve(payloads),
    decode: (payloads) => Promise.resolve(payloads),
  };
  Object.assign(compiled('src/delivery/payload-codec.js'), { createPayloadCodec: () => same });
}

if (without.includes('audit')) {
  const module_ = compiled('src/commands/apply/write-together.js') as { writeTogether: WriteTogether };
  const { writeTogether } = module_;
  const isEvent = (write: Write) => /^\s*insert into "?event(_text)?"? /.test(sqlOf(write));
  module_.writeTogether = (writes) => writeTogether(writes.filter((write) => !isEvent(write)));
}

function sqlOf(write: Write): string {
  return 'sql' in write ? write.sql : write.query.sql;
}
