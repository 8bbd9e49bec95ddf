/** A JSON schema as far as the API's document uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly example?: unknown;
}

/** One field of a body or an answer, as a line of a table. */
export interface Field {
  /** Where it is: `budget[].costPence`. */
  readonly name: string;
  /** What it may hold, in words. */
  readonly holds: string;
  readonly required: boolean;
  readonly description: string | undefined;
}

/** Named schemas of the document. */
export type Named = Readonly<Record<string, Schema>>;

const deepest = 6;

/** The fields of a schema, an object's own before those of what it holds, each with its place. */
export function fieldsOf(schema: Schema, named: Named): readonly Field[] {
  return within(resolved(schema, named), named, '', 0);
}

function within(schema: Schema, named: Named, place: string, depth: number): readonly Field[] {
  if (depth > deepest) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = place === '' ? key : `${place}.${key}`;
    const { holds, object, description, list } = described(inner, named);
    const field = { name, holds, required: schema.required?.includes(key) === true, description };
    return [field, ...(object === undefined ? [] : within(object, named, list ? `${name}[]` : name, depth + 1))];
  });
}

interface Described {
  readonly holds: string;
  readonly description: string | undefined;
  /** The object whose fields come next, if it holds one. */
  readonly object: Schema | undefined;
  readonly list: boolean;
}

function described(given: Schema, named: Named): Described {
  const schema = resolved(given, named);
  const description = given.description ?? schema.description;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const all = choices.map((choice) => described(choice, named));
    const holding = all.find(({ object }) => object !== undefined);
    const holds = [...new Set(all.map((one) => one.holds))].join(', or ');
    return { holds, description, object: holding?.object, list: holding?.list ?? false };
  }
  if (schema.type === 'array') {
    const item = described(schema.items ?? {}, named);
    const count = range(schema.minItems, schema.maxItems, 'entries');
    return { holds: `list of ${item.holds}${count}`, description, object: item.object, list: true };
  }
  if (schema.properties !== undefined) return { holds: 'object', description, object: schema, list: false };
  return { holds: wordsFor(schema), description, object: undefined, list: false };
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'id (UUID)',
  'date-time': 'instant (ISO 8601, UTC)',
  date: 'day (YYYY-MM-DD)',
  email: 'email address',
  duration: 'period (ISO 8601)',
  uri: 'address (URL)',
};

function wordsFor(schema: Schema): string {
  if (schema.const !== undefined) return `always ${JSON.stringify(schema.const)}`;
  if (schema.enum !== undefined) return `one of ${schema.enum.map(String).join(', ')}`;
  if (Array.isArray(schema.type)) {
    return schema.type.map((type: string) => wordsFor({ ...schema, type })).join(', or ');
  }
  switch (schema.type) {
    case 'string':
      return schema.format === undefined
        ? `text${range(schema.minLength, schema.maxLength, 'characters')}`
        : (formats[schema.format] ?? `text (${schema.format})`);
    case 'integer':
      return `whole number${range(schema.minimum, schema.maximum, '')}`;
    case 'number':
      return `number${range(schema.minimum, schema.maximum, '')}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'object':
      return 'object with names of your own';
    default:
      return 'anything';
  }
}

/** JSON's safe integers say nothing that anybody needs to be told. */
const tells = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const of = unit === '' ? '' : ` ${unit}`;
  const least_ = tells(least) && least > 0 ? least : unit === '' && tells(least) ? least : undefined;
  if (least_ !== undefined && tells(most)) return `, ${String(least_)} to ${String(most)}${of}`;
  if (tells(most)) return `, at most ${String(most)}${of}`;
  return least_ === undefined ? '' : `, at least ${String(least_)}${of}`;
}

function resolved(schema: Schema, named: Named): Schema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  const found = name === undefined ? undefined : named[name];
  return found === undefined ? schema : resolved(found, named);
}
