import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../../../db/client';
import { subjectOfCommand, type CommandName } from '../../domain/lives';
import { subjectKinds } from './subjects';

/** A command of the engine that follows from something that is no command itself. */
interface OwnCommand {
  readonly tenantId: string;
  readonly command: CommandName;
  readonly subjectId: string;
  /** The same is stored once under one key. */
  readonly key: string;
  readonly body: object;
}

/**
 * Stores a command of the engine, which nobody is signed in for, in somebody else's transaction, holding its subject `for key share` while the
 * clock is read. The relay takes it to its run, where nobody does so at once. @returns its id, or undefined where it was stored before
 */
export async function storeOwnCommand(
  tx: Tx,
  { tenantId, command, subjectId, key, body }: OwnCommand,
): Promise<string | undefined> {
  const subject = subjectOfCommand(command);
  const { rows } = await sql<{ id: string }>`
    with held as (
      select id from ${sql.table(subjectKinds[subject].table)} where tenant_id = ${tenantId}::uuid and id = ${subjectId}::uuid for key share
    ), stored as (
      insert into command (tenant_id, id, type, subject_type, subject_id, idempotency_key, body_hash, received_at)
      select ${tenantId}::uuid, ${newId()}::uuid, ${command}, ${subject}, held.id, ${key}, '', app.now() from held
      on conflict do nothing returning tenant_id, id
    )
    insert into command_body (tenant_id, command_id, body) select tenant_id, id, ${JSON.stringify(body)}::jsonb from stored returning command_id as id
  `.execute(tx);
  return rows[0]?.id;
}
