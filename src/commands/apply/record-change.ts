import { sql, type CompiledQuery, type Kysely } from 'kysely';
import type { Tx } from '../../../db/client';
import { jsonb } from '../../../db/json';
import { v7 as newId } from 'uuid';
import type { Instant } from '../../domain/calendar/calendar';
import { dueInstants, type Deadline } from '../../domain/calendar/deadlines';
import { subjectOfCommand } from '../../domain/lives';
import type { Step } from '../../domain/lives/life';
import type { Change } from './change';
import type { StoredCommand, StoredOutcome } from './stored-command';
import { pausedByQuestion } from '../../domain/award/pauses';
import { subjectKinds, type Standing } from './subjects';
import { writeTogether, type NamedWrite } from './write-together';

/** The command that is being taken, as far as recording it needs. `due` is the engine's own at a due instant, which is stored only now. */
export interface Taken {
  readonly tenantId: string;
  readonly command: Omit<StoredCommand, 'attempts' | 'outcome' | 'roles'>;
  readonly due?: { readonly key: string };
  readonly at: Instant;
  readonly now: Instant;
  readonly step: Step<string>;
}

/** A change as it is to be written, and where the subject then stands. */
export interface Recorded {
  readonly write: CompiledQuery;
  readonly standing: Standing;
}

/** Puts state, deadlines, events, mails, follow-ups, duties and the outcome into one statement. */
export function recordChange(
  tx: Tx,
  taken: Taken,
  before: Standing | undefined,
  deadlines: readonly Deadline[],
  change: Change,
): Recorded {
  const after = standingAfter(taken, before, deadlines, change);
  const write = writeTogether([
    ...(taken.due === undefined ? [] : storeDue(tx, taken)),
    ...writeSubject(tx, taken, before, after, change),
    ...(change.writes ?? []),
    ...writeEvents(tx, taken, after, change),
    ...writeMails(tx, taken, change),
    ...writeFollowUps(tx, taken, change),
    ...writeDuties(tx, taken, change),
    ...(taken.due === undefined
      ? [
          writeOutcome(tx, taken, {
            status: 'applied',
            ...(change.result === undefined ? {} : { result: change.result }),
          }),
        ]
      : []),
  ]);
  return { write, standing: after };
}

function standingAfter(
  taken: Taken,
  before: Standing | undefined,
  deadlines: readonly Deadline[],
  change: Change,
): Standing {
  const kind = subjectKinds[taken.command.subject];
  const state = change.to ?? before?.state ?? '';
  if (change.to !== undefined && taken.step.to?.includes(change.to) !== true) {
    throw new Error(`${taken.command.type} does not lead to ${change.to}`);
  }
  const final = change.final ?? kind.isFinal(state);
  const set = change.set ?? {};
  const base: Omit<Standing, 'state' | 'version' | 'final' | 'phase' | 'deadlines'> = before ?? {
    heldSince: null,
    pausedNames: [],
    stuck: [],
    scope: { potId: null, parties: {} },
    grantId: null,
  };
  return {
    ...base,
    state,
    final,
    version: (before?.version ?? 0) + 1,
    phase: kind.phaseIn(state, final),
    deadlines: final ? [] : (change.deadlines ?? deadlines),
    // Hold and pause are columns that a change may set; where the clock stands follows from them.
    ...('held_since' in set ? { heldSince: set['held_since'] as Instant | null } : {}),
    ...('paused_since' in set ? { pausedNames: set['paused_since'] === null ? [] : pausedByQuestion } : {}),
  };
}

function writeSubject(
  tx: Tx,
  taken: Taken,
  before: Standing | undefined,
  after: Standing,
  change: Change,
): CompiledQuery[] {
  const kind = subjectKinds[taken.command.subject];
  const clock = kind.waits
    ? {
        deadlines: jsonb(after.deadlines),
        final: after.final,
        next_due_at:
          dueInstants(
            after.deadlines,
            { held: after.heldSince !== null, pausedNames: after.pausedNames },
            after.stuck,
          )[0]?.at ?? null,
      }
    : {};
  const promise = after.deadlines.find(({ name }) => kind.promises?.includes(name) === true)?.at;
  // A promise that was broken is one still, for as long as the state is the same.
  const promised =
    kind.promises === undefined || (promise === undefined && after.state === before?.state)
      ? {}
      : { answer_by: promise ?? null };
  const state = kind.stateColumn === null ? {} : { [kind.stateColumn]: after.state };
  const changed = kind.changedColumn === undefined ? {} : { [kind.changedColumn]: taken.at };
  // The engine writes rows of nine tables by one shape; the columns were typed where the change was made.
  const untyped = tx as unknown as Kysely<Record<string, Record<string, unknown>>>;
  if (before === undefined) {
    if (change.create === undefined) throw new Error(`${taken.command.type} creates nothing`);
    return [
      untyped
        .insertInto(kind.table)
        .values({
          ...change.create,
          tenant_id: taken.tenantId,
          id: taken.command.subjectId,
          ...state,
          ...clock,
          ...promised,
          version: 1,
        })
        .compile(),
    ];
  }
  return [
    untyped
      .updateTable(kind.table)
      .set({ ...change.set, ...state, ...clock, ...promised, ...changed, version: after.version })
      .where('tenant_id', '=', taken.tenantId)
      .where('id', '=', taken.command.subjectId)
      .compile(),
  ];
}

function writeEvents(tx: Tx, taken: Taken, after: Standing, change: Change): CompiledQuery[] {
  const own = {
    type: taken.step.event,
    ...change.event,
    after: { ...(change.to === undefined ? {} : { state: change.to }), ...change.event?.after },
  };
  const events = [own, ...(change.furtherEvents ?? [])].map((event) => ({ id: newId(), event }));
  const rows = events.map(({ id, event }) => {
    const { subject } = event;
    const grantId = 'grantId' in event ? event.grantId : undefined;
    return {
      tenant_id: taken.tenantId,
      id,
      type: event.type,
      at: taken.at,
      actor_id: event.actorId ?? taken.command.actorId,
      command_id: taken.command.id,
      subject_type: subject?.type ?? taken.command.subject,
      subject_id: subject?.id ?? taken.command.subjectId,
      grant_id:
        grantId ??
        (subject?.type === 'grant'
          ? subject.id
          : (after.grantId ?? (taken.command.subject === 'grant' ? taken.command.subjectId : null))),
      before: jsonb(event.before ?? {}),
      after: jsonb(event.after ?? {}),
      audience: event.audience ?? 'everyone',
    };
  });
  const texts = events.flatMap(({ id, event }) =>
    event.text === undefined ? [] : [{ tenant_id: taken.tenantId, event_id: id, text: event.text }],
  );
  return [
    tx.insertInto('event').values(rows).compile(),
    ...(texts.length === 0 ? [] : [tx.insertInto('event_text').values(texts).compile()]),
  ];
}

function writeMails(tx: Tx, taken: Taken, change: Change): CompiledQuery[] {
  const rows = (change.mails ?? []).map((mail) => ({
    tenant_id: taken.tenantId,
    id: newId(),
    command_id: taken.command.id,
    template: mail.template,
    person_id: mail.to ?? null,
    correspondent_id: mail.toCorrespondent ?? null,
    subject_type: taken.command.subject,
    subject_id: taken.command.subjectId,
    facts: jsonb(mail.facts ?? {}),
    created_at: taken.now,
    next_attempt_at: taken.now,
  }));
  return rows.length === 0 ? [] : [tx.insertInto('outbox').values(rows).compile()];
}

/** What was asked for before under the same key is the same command, and is not stored again. */
function writeFollowUps(tx: Tx, taken: Taken, change: Change): (CompiledQuery | NamedWrite)[] {
  const followUps = (change.followUps ?? []).map((one) => ({ ...one, id: newId() }));
  if (followUps.length === 0) return [];
  const rows = followUps.map((one) => ({
    tenant_id: taken.tenantId,
    id: one.id,
    caused_by: taken.command.id,
    type: one.command,
    subject_type: subjectOfCommand(one.command),
    subject_id: one.subjectId,
    idempotency_key: one.key,
    body_hash: '',
    received_at: taken.now,
  }));
  const bodies = JSON.stringify(followUps.map((one) => ({ id: one.id, body: one.body ?? {} })));
  return [
    {
      name: 'asked_for',
      query: tx
        .insertInto('command')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .returning(['tenant_id', 'id'])
        .compile(),
    },
    sql`insert into command_body (tenant_id, command_id, body)
      select asked_for.tenant_id, asked_for.id, b.body from asked_for join jsonb_to_recordset(${bodies}::jsonb) as b (id uuid, body jsonb) on b.id = asked_for.id
    `.compile(tx),
  ];
}

function writeDuties(tx: Tx, taken: Taken, change: Change): CompiledQuery[] {
  const rows = (change.duties ?? []).map((one) => ({
    tenant_id: taken.tenantId,
    id: newId(),
    subject_type: one.subject?.type ?? taken.command.subject,
    subject_id: one.subject?.id ?? taken.command.subjectId,
    duty: one.duty,
    person_id: one.personId,
    at: taken.at,
    command_id: taken.command.id,
  }));
  return rows.length === 0 ? [] : [tx.insertInto('duty').values(rows).compile()];
}

function storeDue(tx: Tx, taken: Taken): CompiledQuery[] {
  const { command } = taken;
  return [
    tx
      .insertInto('command')
      .values({
        tenant_id: taken.tenantId,
        id: command.id,
        type: command.type,
        subject_type: command.subject,
        subject_id: command.subjectId,
        idempotency_key: taken.due?.key ?? '',
        body_hash: '',
        received_at: taken.at,
        status: 'applied',
        outcome: jsonb({ status: 'applied' }),
        applied_at: taken.now,
      })
      .compile(),
    tx
      .insertInto('command_body')
      .values({ tenant_id: taken.tenantId, command_id: command.id, body: jsonb(command.body) })
      .compile(),
  ];
}

/** The update that gives a stored command its outcome, once. */
export function writeOutcome(
  tx: Tx,
  taken: Pick<Taken, 'tenantId' | 'command' | 'now'>,
  outcome: StoredOutcome,
): CompiledQuery {
  return tx
    .updateTable('command')
    .set({ status: outcome.status, outcome: jsonb(outcome), applied_at: taken.now })
    .where('tenant_id', '=', taken.tenantId)
    .where('id', '=', taken.command.id)
    .where('status', '=', 'stored')
    .compile();
}
