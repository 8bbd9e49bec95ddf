import type { CompiledQuery } from 'kysely';
import type { Database } from './client';

/** Values by their names, and the marks that stand for them while a statement is put together. */
type Values<Name extends string> = Readonly<Record<Name, unknown>>;
type Marks<Name extends string> = Readonly<Record<Name, string>>;

/** What stands for a value while the statement is put together; no value of ours has such a character. */
const mark = (name: string): string => `\u0000${name}`;

/** A statement that has been put together, as a function of its values. */
export type Compiled<Name extends string, Row> = (values: Values<Name>) => CompiledQuery<Row>;

/** Puts a statement together, to be given its values later. `build` may do nothing with a value but hand it on as a parameter. */
function compile<Name extends string, Row>(
  names: readonly Name[],
  build: (marks: Marks<Name>) => CompiledQuery<Row>,
): Compiled<Name, Row> {
  const compiled = build(Object.fromEntries(names.map((name) => [name, mark(name)])) as Marks<Name>);
  const places = compiled.parameters.map((parameter) => names.find((name) => mark(name) === parameter));
  return (values) => ({
    ...compiled,
    parameters: places.map((name, place) => (name === undefined ? compiled.parameters[place] : values[name])),
  });
}

/** A statement that is put together at its first use: for one that takes longer to build than to send. */
export function compiledOnce<Name extends string, Row>(
  names: readonly Name[],
  build: (db: Database, marks: Marks<Name>) => CompiledQuery<Row>,
): (db: Database, values: Values<Name>) => CompiledQuery<Row> {
  let compiled: Compiled<Name, Row> | undefined;
  return (db, values) => (compiled ??= compile(names, (marks) => build(db, marks)))(values);
}

/**
 * A statement that is put together once for each shape: for a list whose filters make many statements of one. A shape says by plain values
 * what the statement looks like, and which of the values it has.
 */
export function compiledByShape<Name extends string, Shape extends Readonly<Record<string, unknown>>, Row>(
  build: (db: Database, marks: Partial<Marks<Name>>, shape: Shape) => CompiledQuery<Row>,
): (db: Database, values: Partial<Values<Name>>, shape: Shape) => CompiledQuery<Row> {
  const byShape = new Map<string, Compiled<Name, Row>>();
  return (db, values, shape) => {
    const names = (Object.keys(values) as Name[]).filter((name) => values[name] !== undefined);
    const key = JSON.stringify([shape, names]);
    let compiled = byShape.get(key);
    if (compiled === undefined) {
      compiled = compile(names, (marks) => build(db, marks, shape));
      byShape.set(key, compiled);
    }
    return compiled(values as Values<Name>);
  };
}
