import type { z } from 'zod';
import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import type { Role } from '../../domain/lives/roles';
import type { RefusalCode } from '../../domain/refusals/refusal';
import type { Download } from '../download';

/** What a read is given: who asks, for what, and where to look. */
export interface ReadContext<Query = never> extends Asker {
  /** What the address names, each an id. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly db: Database;
  /** Opens a sealed field of a row; undefined for one that cannot be read. */
  readonly open: (sealed: string) => string | undefined;
}

/**
 * A read over HTTP. From this one declaration come the route, its OpenAPI operation and its row of the permission matrix. What
 * somebody may see of it is said by its query; what is not theirs is not there.
 */
export interface ReadRoute {
  readonly operationId: string;
  /** Below `/api/v1`, with `{id}` for an id. */
  readonly path: string;
  /** One line, as the API's document has it. */
  readonly summary: string;
  /** Who may ask at all. */
  readonly roles: readonly Role[] | 'any';
  /** Strict: an unknown part of the query is refused. */
  readonly query?: z.ZodObject;
  readonly response: z.ZodType;
  readonly example?: unknown;
  /** Where the answer is not JSON: it is then a text or a file; several where the query chooses. */
  readonly contentType?: string | readonly string[];
  /** What else than who may ask can be in the way. */
  readonly refusals?: readonly RefusalCode[];
  /** Undefined when there is no such thing for whoever asks. @throws ReadRefused with one of the refusals */
  readonly handle: (context: ReadContext) => Promise<unknown>;
}

type Unchanging<T> = T extends readonly (infer Item)[]
  ? readonly Unchanging<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Unchanging<T[Key]> }
    : T;

/** What a schema describes, as it is answered with. */
export type Told<Schema extends z.ZodType> = Unchanging<z.input<Schema>>;

type QueryOf<Query> = Query extends z.ZodObject ? z.output<Query> : Readonly<Record<string, never>>;

interface TypedReadRoute<Query extends z.ZodObject | undefined, Response extends z.ZodType> extends Omit<
  ReadRoute,
  'query' | 'response' | 'example' | 'handle'
> {
  readonly query?: Query;
  readonly response: Response;
  readonly example?: Told<Response>;
  readonly handle: (context: ReadContext<QueryOf<Query>>) => Promise<Told<Response> | Download | undefined>;
}

/** Declares a read's route; what it answers with is what its schema describes. */
export function readRoute<Response extends z.ZodType, Query extends z.ZodObject | undefined = undefined>(
  route: TypedReadRoute<Query, Response>,
): ReadRoute {
  return route as unknown as ReadRoute;
}
