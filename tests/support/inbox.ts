import { randomUUID } from 'node:crypto';

import { Client } from 'pg';

import { openDatabase, type Database } from '../../db/client';
import { definitions } from '../../src/commands';
import { applyCommand, applyDue, type Applying } from '../../src/commands/apply/bring-up-to';
import { hashOfRequest, storeCommand } from '../../src/commands/apply/store-command';
import type { Definitions } from '../../src/commands/apply/take-next';
import type { CommandOutcome, Standing } from '../../src/contracts/runs';
import { subjectOfCommand, type CommandName } from '../../src/domain/lives';
import type { SubjectType } from '../../src/contracts/ids';
import { testSeal } from './seal';
import { testDatabase, type TestDatabase } from './database';

/** Somebody who asks for things. */
export interface Actor {
  readonly tenantId: string;
  readonly personId: string;
}

/** An outcome, and the id of what it is about. */
export type Answer = CommandOutcome & { readonly subjectId: string; readonly commandId: string };

/** A database of the test's own, with commands stored and applied as in production but without Temporal in between. */
export interface Inbox {
  readonly db: Database;
  readonly database: TestDatabase;
  /** What subjects are brought up with here. */
  readonly applying: Applying;
  /** The errors of commands that failed for good, in order. */
  readonly failures: readonly unknown[];
  /** Stores and applies a command. Without a subject it creates one. */
  send(actor: Actor, command: CommandName, subjectId: string | null, body?: object, key?: string): Promise<Answer>;
  /** As `send`, and throws unless it was applied: for arranging. */
  done(actor: Actor, command: CommandName, subjectId: string | null, body?: object): Promise<Answer>;
  /** Stores a command and leaves it there. */
  store(actor: Actor, command: CommandName, subjectId: string, body?: object): Promise<{ commandId: string }>;
  /** Brings a subject up to this moment: takes all its due instants. */
  applyDueNow(tenantId: string, subject: SubjectType, id: string): Promise<Standing>;
  /** Applies the engine's commands that were written for other subjects, until none waits. */
  deliverFollowUps(): Promise<void>;
  /** Moves the database's clock so that it is now this instant (ISO 8601, UTC); it goes on running from there. */
  moveClockTo(instant: string): Promise<void>;
  /** Any SQL, seeing all tenants: to arrange and to look, never to act. */
  look<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** A Monday morning: no bank holiday and no change of clocks is near. */
const aMorning = '2027-02-01T10:00:00.000Z';

/**
 * Opens an inbox on a fresh database, with the product's commands or a test's own. Its clock is put to the same morning for every run, so
 * that what a test of dates says does not depend on the hour at which it is run. Close it when the tests of the file are over.
 */
export async function openInbox(commands: Definitions = definitions): Promise<Inbox> {
  const inbox = await openInboxOn(await testDatabase(), commands);
  await inbox.moveClockTo(aMorning);
  return inbox;
}

/** Opens an inbox on a database that is there, by the real clock; closing it drops the database. */
export async function openInboxOn(database: TestDatabase, commands: Definitions = definitions): Promise<Inbox> {
  const db = openDatabase(database.url, { connections: 8 });
  const superuser = new Client({ connectionString: database.superuserUrl });
  superuser.on('error', () => undefined); // it may be stopped while nobody asks it
  await superuser.connect();
  const look = async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
    (await superuser.query(sql, [...parameters])).rows as Row[];
  const failures: unknown[] = [];
  const { canOpen } = testSeal;
  const applying: Applying = { db, definitions: commands, canOpen, onFailure: ({ error }) => failures.push(error) };

  const send: Inbox['send'] = async (actor, command, subjectId, body = {}, key = randomUUID()) => {
    const subject = subjectOfCommand(command);
    const stored = await storeCommand(db, {
      tenantId: actor.tenantId,
      actorId: actor.personId,
      command,
      subjectId: subjectId ?? randomUUID(),
      creates: subjectId === null,
      idempotencyKey: key,
      body,
      bodyHash: hashOfRequest(command, subjectId, body),
    });
    if (stored === undefined) throw new Error(`nothing there to ${command}`);
    const outcome = await applyCommand(
      applying,
      { tenantId: actor.tenantId, subject, id: stored.subjectId },
      stored.commandId,
    );
    if (outcome.status === 'failed') throw new Error(`${command} failed`, { cause: failures.at(-1) });
    return { ...outcome, subjectId: stored.subjectId, commandId: stored.commandId };
  };

  return {
    db,
    database,
    applying,
    failures,
    send,
    look,
    done: async (actor, command, subjectId, body) => {
      const answer = await send(actor, command, subjectId, body);
      if (answer.status !== 'applied') throw new Error(`${command} was refused: ${JSON.stringify(answer.refusal)}`);
      return answer;
    },
    store: async (actor, command, subjectId, body = {}) => {
      const stored = await storeCommand(db, {
        tenantId: actor.tenantId,
        actorId: actor.personId,
        command,
        subjectId,
        creates: false,
        idempotencyKey: randomUUID(),
        body,
        bodyHash: hashOfRequest(command, subjectId, body),
      });
      if (stored === undefined) throw new Error(`nothing there to ${command}`);
      return stored;
    },
    applyDueNow: (tenantId, subject, id) => applyDue(applying, { tenantId, subject, id }),
    deliverFollowUps: async () => {
      for (;;) {
        const [first] = await look<{ tenant_id: string; id: string; subject_type: SubjectType; subject_id: string }>(
          "select tenant_id, id, subject_type, subject_id from command where status = 'stored' order by received_at, sequence limit 1",
        );
        if (first === undefined) return;
        const outcome = await applyCommand(
          applying,
          { tenantId: first.tenant_id, subject: first.subject_type, id: first.subject_id },
          first.id,
        );
        if (outcome.status === 'failed') throw new Error('a follow-up failed', { cause: failures.at(-1) });
      }
    },
    moveClockTo: async (instant) => {
      await superuser.query('update app.clock set shift = $1::timestamptz - clock_timestamp()', [instant]);
    },
    close: async () => {
      await db.destroy();
      await superuser.end();
      await database.drop();
    },
  };
}
