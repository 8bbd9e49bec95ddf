import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { compiledByShape } from '../../../db/compiled-once';
import { subjectOfCommand, type CommandName } from '../../domain/lives';
import type { SubjectType } from '../../contracts/ids';
import { subjectKinds } from './subjects';

/** Somebody's request, before it is stored. */
export interface Request {
  readonly tenantId: string;
  readonly actorId: string;
  readonly command: CommandName;
  readonly subjectId: string;
  /** Whether the command creates its subject; then `subjectId` is a new id, which counts only if the key is new. */
  readonly creates: boolean;
  readonly idempotencyKey: string;
  readonly body: unknown;
  /** A digest of what was asked, of the whole body before anything in it was sealed. */
  readonly bodyHash: string;
  /** Whether what is kept of an earlier request under the same key is of the same body; by default, whether it is the same digest. */
  readonly isSameBody?: (kept: string) => boolean;
}

/** A request in the inbox. `isNew` says whether this call stored it; `sameBody` whether the same was asked before under this key. */
export interface Stored {
  readonly commandId: string;
  readonly subject: SubjectType;
  readonly subjectId: string;
  readonly isNew: boolean;
  readonly sameBody: boolean;
}

/** A digest of a request: of what is asked, of whom, with which words. The order of the fields does not matter. */
export function hashOfRequest(command: CommandName, subjectId: string | null, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([command, subjectId, sorted(body)]))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

type StoringValue =
  'tenantId' | 'commandId' | 'actorId' | 'command' | 'subject' | 'subjectId' | 'idempotencyKey' | 'bodyHash' | 'body';

/** The statement that stores a command, for each table that holds a subject; null where the command creates its own. */
const storing = compiledByShape<StoringValue, { readonly held: string | null }, { id: string }>((db, value, { held }) =>
  sql<{ id: string }>`
    with stored as (
      insert into command (tenant_id, id, actor_id, type, subject_type, subject_id, idempotency_key, body_hash, received_at)
      select fenced.tenant_id, ${value.commandId}::uuid, ${value.actorId}::uuid, ${value.command}, ${value.subject}, ${value.subjectId}::uuid,
        ${value.idempotencyKey}, ${value.bodyHash}, app.now()
      from (select set_config('app.tenant', ${value.tenantId}, true)::uuid as tenant_id offset 0) fenced ${
        held === null
          ? sql``
          : sql`cross join lateral (
        select s.id from ${sql.table(held)} s
        where s.tenant_id = fenced.tenant_id and s.id = ${value.subjectId}::uuid for key share
      ) subject`
      }
      on conflict do nothing
      returning tenant_id, id
    )
    insert into command_body (tenant_id, command_id, body) select tenant_id, id, ${value.body}::jsonb from stored
    returning command_id as id
  `.compile(db),
);

/**
 * Stores a command, in one statement that holds the subject `for key share` while it reads the clock: a due instant of the subject
 * waits for it. @returns the stored command, or the one that was stored before under the same key; undefined when there is no such subject.
 */
export async function storeCommand(db: Database, request: Request): Promise<Stored | undefined> {
  const commandId = newId();
  const subject = subjectOfCommand(request.command);
  const { tenantId, actorId, command, subjectId, idempotencyKey, bodyHash } = request;
  const { rows } = await db.executeQuery(
    storing(
      db,
      {
        tenantId,
        commandId,
        actorId,
        command,
        subject,
        subjectId,
        idempotencyKey,
        bodyHash,
        body: JSON.stringify(request.body),
      },
      { held: request.creates ? null : subjectKinds[subject].table },
    ),
  );
  if (rows[0] !== undefined) return { commandId, subject, subjectId: request.subjectId, isNew: true, sameBody: true };
  return findStored(db, request);
}

async function findStored(db: Database, request: Request): Promise<Stored | undefined> {
  const { rows } = await sql<{ id: string; subject_type: SubjectType; subject_id: string; body_hash: string }>`
    select c.id, c.subject_type, c.subject_id, c.body_hash
    from (select set_config('app.tenant', ${request.tenantId}, true)::uuid as tenant_id offset 0) fenced
    cross join lateral (
      select * from command k where k.tenant_id = fenced.tenant_id and k.actor_id = ${request.actorId}::uuid and k.type = ${request.command}
        and k.idempotency_key = ${request.idempotencyKey}
    ) c
  `.execute(db);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    commandId: row.id,
    subject: row.subject_type,
    subjectId: row.subject_id,
    isNew: false,
    sameBody: request.isSameBody?.(row.body_hash) ?? row.body_hash === request.bodyHash,
  };
}
