import { Kysely, PostgresAdapter, DummyDriver, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';

import { compiledByShape, compiledOnce } from '../../db/compiled-once';
import { statementName } from '../../db/statement-names';
import type { DB } from '../../db/types';

const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (inner) => new PostgresIntrospector(inner),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

test('a statement is put together once, and each value goes to each of its places', () => {
  const build = jest.fn((_db: Kysely<DB>, { a, b }: Readonly<Record<'a' | 'b', string>>) =>
    sql`select ${a}, ${'fixed'}, ${b}, ${a}`.compile(db),
  );
  const statement = compiledOnce(['a', 'b'], build);
  for (const values of [
    { a: 1, b: ['x', 'y'] },
    { a: null, b: Buffer.from('z') },
  ]) {
    const { sql: text, parameters } = statement(db, values);
    expect([text, parameters]).toEqual(['select $1, $2, $3, $4', [values.a, 'fixed', values.b, values.a]]);
  }
  expect(build).toHaveBeenCalledTimes(1);
});

test('a list has a statement for each shape: by its plain values, and by which values it has', () => {
  const build = jest.fn((_db: Kysely<DB>, marks: { a?: string; b?: string }, { order }: { order: string }) =>
    sql`select 1 where ${marks.a ?? 'none'} or ${marks.b ?? 'none'} order by ${sql.raw(order)}`.compile(db),
  );
  const statement = compiledByShape(build);
  const parametersOf = (values: { a?: number; b?: number }, order: string) =>
    statement(db, values, { order }).parameters;
  expect(parametersOf({ a: 1 }, 'x')).toEqual([1, 'none']);
  expect(parametersOf({ a: 2 }, 'x')).toEqual([2, 'none']);
  expect(parametersOf({ b: 3 }, 'x')).toEqual(['none', 3]);
  expect(parametersOf({ a: 4, b: 5 }, 'y')).toEqual([4, 5]);
  expect(statement(db, { a: 1 }, { order: 'y' }).sql).toContain('order by y');
  expect(build).toHaveBeenCalledTimes(4);
});

test('a statement is kept from the third time on that it is asked, and only so many are', () => {
  const often = ['select 1', 'select 2'];
  expect(often.map(statementName)).toEqual([undefined, undefined]);
  expect(often.map(statementName)).toEqual([undefined, undefined]);
  const names = often.map(statementName);
  expect(new Set(names).size).toBe(2);
  expect(often.map(statementName)).toEqual(names);

  const many = Array.from({ length: 1_000 }, (_, turn) => `select ${String(turn)} as many`);
  for (let turn = 0; turn < 3; turn += 1) many.map(statementName);
  expect(many.map(statementName).filter((name) => name !== undefined)).toHaveLength(498);
  expect(often.map(statementName)).toEqual(names);
});
