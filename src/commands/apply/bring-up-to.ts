import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { willPass } from '../../../db/errors';
import { jsonb } from '../../../db/json';
import { inTenant } from '../../../db/transaction';
import type { CommandOutcome, Standing as ToldStanding } from '../../contracts/runs';
import { millisecondsUntil, type Instant } from '../../domain/calendar/calendar';
import { dueInstants, type DueStep } from '../../domain/calendar/deadlines';
import type { CommandName } from '../../domain/lives';
import { subjectKinds, type Standing } from './subjects';
import {
  EffectFailed,
  takeNext,
  TooLittle,
  type Definitions,
  type SubjectOf,
  type Taking,
  type Took,
  type UpTo,
} from './take-next';

/** What a subject is brought up with. */
export interface Applying {
  readonly db: Database;
  readonly definitions: Definitions;
  /** Whether what is sealed in a row can be opened, by the keys that are there. */
  readonly canOpen: (sealed: string) => boolean;
  /** Told of each command that failed for good, so that it is logged; ids only. */
  readonly onFailure?: (failure: { readonly commandId: string; readonly error: unknown }) => void;
  /** Told of each outcome once it is stored, by whichever of several commands and due instants got it; so that it is counted and logged. */
  readonly onOutcome?: (took: Took) => void;
}

const triesBeforeGivingUp = 3;
const instantsTold = 3;

/**
 * Brings a subject up to a command: whatever was stored or fell due before it is applied first, each in a transaction of its own;
 * then the command. Asked again, it answers with the stored outcome. Errors that pass by waiting are thrown on, to be tried again
 * without limit; any other makes the command `failed` after three tries, so that no bug of ours blocks its subject.
 */
export async function applyCommand(applying: Applying, about: SubjectOf, commandId: string): Promise<CommandOutcome> {
  const taking = await bringUpTo(applying, about, { commandId });
  if (taking.outcome === undefined) throw new Error('a command that is not in the inbox cannot be applied');
  return { ...taking.outcome, standing: tell(taking.standing, taking.now) };
}

/** Brings a subject up to this moment: all that was stored and all that fell due. @returns where it then stands. */
export async function applyDue(applying: Applying, about: SubjectOf): Promise<ToldStanding> {
  const taking = await bringUpTo(applying, about, 'now');
  return tell(taking.standing, taking.now);
}

type Done = Extract<Taking, { done: true }>;

async function bringUpTo(applying: Applying, about: SubjectOf, upTo: UpTo): Promise<Done> {
  const triesOfDue = new Map<string, number>();
  for (;;) {
    const taking = await inTenant(applying.db, about.tenantId, (tx, withCommit) =>
      takeNext({ tx, withCommit }, applying, about, upTo),
    ).catch(async (error: unknown): Promise<Taking> => {
      if (error instanceof TooLittle) await refuseAfterRollback(applying, about, error);
      else if (error instanceof EffectFailed && !willPass(error.cause))
        await countFailure(applying, about, error, triesOfDue);
      else throw error instanceof EffectFailed ? error.cause : error;
      return { done: false };
    });
    if (taking.took !== undefined) applying.onOutcome?.(taking.took);
    if (taking.done) return taking;
  }
}

/** Stores the refusal that a rolled-back change ended in; somebody else may meanwhile have applied the command, and then that stands. */
async function refuseAfterRollback(
  { db, onOutcome }: Applying,
  { tenantId }: SubjectOf,
  { what, refusal }: TooLittle,
): Promise<void> {
  const refused = await inTenant(db, tenantId, (tx) =>
    tx
      .updateTable('command')
      .set({ status: 'refused', outcome: jsonb({ status: 'refused', refusal }), applied_at: sql`app.now()` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', what.commandId)
      .where('status', '=', 'stored')
      .returning('id')
      .executeTakeFirst(),
  );
  if (refused !== undefined) onOutcome?.({ ...what, status: 'refused' });
}

async function countFailure(
  applying: Applying,
  about: SubjectOf,
  failure: EffectFailed,
  triesOfDue: Map<string, number>,
): Promise<void> {
  const { what } = failure;
  if ('due' in what) {
    const tries = (triesOfDue.get(what.due.key) ?? 0) + 1;
    triesOfDue.set(what.due.key, tries);
    return tries < triesBeforeGivingUp ? undefined : giveUpOnDue(applying, about, what.due, failure.cause);
  }
  const row = await inTenant(applying.db, about.tenantId, (tx) =>
    tx
      .updateTable('command')
      .set((set) => ({
        attempts: set('attempts', '+', 1),
        status: sql<string>`case when attempts + 1 >= ${triesBeforeGivingUp} then 'failed' else status end`,
        outcome: sql<string>`case when attempts + 1 >= ${triesBeforeGivingUp} then '{"status":"failed"}'::jsonb end`,
        applied_at: sql<string>`case when attempts + 1 >= ${triesBeforeGivingUp} then app.now() end`,
      }))
      .where('tenant_id', '=', about.tenantId)
      .where('id', '=', what.commandId)
      .where('status', '=', 'stored')
      .returning('status')
      .executeTakeFirst(),
  );
  if (row?.status !== 'failed') return;
  applying.onFailure?.({ commandId: what.commandId, error: failure.cause });
  applying.onOutcome?.({ ...what, status: 'failed' });
}

/** A due instant that failed is stored as a failed command, so that it is listed, and stuck: its subject goes on without it. */
async function giveUpOnDue(applying: Applying, about: SubjectOf, due: DueStep, error: unknown): Promise<void> {
  const commandId = newId();
  const { tenantId, subject, id } = about;
  const kind = subjectKinds[subject];
  await inTenant(applying.db, tenantId, async (tx) => {
    const row = await kind.lock(tx, tenantId, id, 'no key update');
    if (row === undefined) return;
    const { deadlines, heldSince, pausedNames, stuck } = kind.standing(row as never);
    const nowStuck = [...stuck.filter((key) => key !== due.key), due.key];
    const next = dueInstants(deadlines, { held: heldSince !== null, pausedNames }, nowStuck)[0];
    await tx
      .insertInto('command')
      .values({
        tenant_id: tenantId,
        id: commandId,
        type: due.command,
        subject_type: subject,
        subject_id: id,
        idempotency_key: due.key,
        body_hash: '',
        received_at: due.at,
        attempts: triesBeforeGivingUp,
        status: 'failed',
        outcome: jsonb({ status: 'failed' }),
        applied_at: sql`app.now()`,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await sql`update ${sql.table(kind.table)} set stuck = ${nowStuck}, next_due_at = ${next?.at ?? null}, version = version + 1
      where tenant_id = ${tenantId} and id = ${id}`.execute(tx);
  });
  applying.onFailure?.({ commandId, error });
  applying.onOutcome?.({ commandId, command: due.command as CommandName, status: 'failed' });
}

/** A standing as runs are told it: with the milliseconds that Postgres's clock says are left. A subject without a row is over. */
function tell(standing: Standing | undefined, now: Instant): ToldStanding {
  if (standing === undefined) return { phase: 'over', final: true, version: 0, next: [] };
  const { phase, final, version, deadlines, heldSince, pausedNames, stuck } = standing;
  const next = final
    ? []
    : dueInstants(deadlines, { held: heldSince !== null, pausedNames }, stuck).slice(0, instantsTold);
  return {
    phase,
    final,
    version,
    next: next.map(({ command, key, at }) => ({ command, key, at, inMs: Math.max(0, millisecondsUntil(now, at)) })),
  };
}
