import { randomUUID } from 'node:crypto';

import { Client } from 'pg';

import { applyCommand, applyDue } from '../../src/commands/apply/bring-up-to';
import { hashOfRequest, storeCommand } from '../../src/commands/apply/store-command';
import { instant, type Instant } from '../../src/domain/calendar/calendar';
import { takeOverdue } from '../../src/delivery/reconcile';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { aRound, withPlainRounds, type RoundEffect } from '../support/plain-rounds';
import { aGate, waitFor } from '../support/wait-for';

const closing: RoundEffect = () => Promise.resolve({ to: 'closed' });
let close = closing;
let inbox: Inbox;
let organisation: Organisation;
let potId: string;

beforeAll(async () => {
  inbox = await openInbox(withPlainRounds({ closeRound: (c) => close(c) }));
  organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 100_000 }));
});
afterAll(() => inbox.close());

let closesAt: Instant;
let round: string;
const later = '2099-01-01T17:00:00.000Z';
beforeEach(async () => {
  close = closing;
  const [{ now } = { now: new Date() }] = await inbox.look<{ now: Date }>('select app.now() as now');
  closesAt = after(instant(now.toISOString()), 3_600_000);
  round = await aRound(inbox, organisation, { potId, state: 'open', closesAt });
});

const after = (at: Instant, milliseconds: number) => instant(new Date(Date.parse(at) + milliseconds).toISOString());
const about = () => ({ tenantId: organisation.tenantId, subject: 'round' as const, id: round });
const history = async () => {
  const events = await inbox.look<{ type: string; at: Date }>(
    'select type, at from event where subject_id = $1 order by sequence',
    [round],
  );
  return events.map(({ type, at }) => [type, at.toISOString()]);
};
const names = async () => (await history()).map(([name]) => name);
const receivedAt = async (commandId: string) => {
  const [row] = await inbox.look<{ received_at: Date }>('select received_at from command where id = $1', [commandId]);
  return row!.received_at.toISOString();
};
/** Waits until so many connections to this database wait for a lock. */
const blocked = (count: number) =>
  waitFor(`${String(count)} connections wait for a lock`, async () => {
    const [row] = await inbox.look<{ waiting: number }>(
      "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return row?.waiting === count;
  });

describe('applying a command first brings its subject up to the command’s time', () => {
  test('earlier commands go first, each in a transaction of its own', async () => {
    const first = await inbox.store(organisation.manager, 'extendRound', round, { closesAt: later });
    const second = await inbox.store(organisation.manager, 'reassignRound', round, {
      ownerId: organisation.officer.personId,
    });
    const third = await inbox.store(organisation.manager, 'cancelRound', round);
    await applyCommand(inbox.applying, about(), second.commandId);
    const rows = await inbox.look<{ id: string; status: string; xmin: string }>(
      'select id, status, xmin::text from command where subject_id = $1 order by sequence',
      [round],
    );
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      [first.commandId, 'applied'],
      [second.commandId, 'applied'],
      [third.commandId, 'stored'],
    ]);
    expect(rows[0]?.xmin).not.toBe(rows[1]?.xmin);
    expect(await names()).toEqual(['date_extended', 'owner_changed']);
  });

  test('due instants go in between, by time, each with its own instant', async () => {
    const planned = await inbox.done(organisation.manager, 'planRound', null, {
      potId,
      name: 'Autumn',
      opensAt: after(closesAt, 1_000),
      closesAt: after(closesAt, 2_000),
      decideBy: after(closesAt, 3_000),
    });
    round = planned.subjectId;
    const early = await inbox.store(organisation.manager, 'reassignRound', round, {
      ownerId: organisation.officer.personId,
    });
    await inbox.moveClockTo(after(closesAt, 10_000));
    const late = await inbox.store(organisation.manager, 'beginDeciding', round);
    const answer = await applyCommand(inbox.applying, about(), late.commandId);
    expect(answer).toMatchObject({ status: 'applied', standing: { phase: 'deciding', version: 6, next: [] } });
    expect((await history()).slice(1)).toEqual([
      ['owner_changed', await receivedAt(early.commandId)],
      ['round_opened', after(closesAt, 1_000)],
      ['round_closed', after(closesAt, 2_000)],
      ['round_decision_chased', after(closesAt, 3_000)],
      ['deciding_began', await receivedAt(late.commandId)],
    ]);
    const transactions = await inbox.look<{ xmin: string }>('select xmin::text from event where subject_id = $1', [
      round,
    ]);
    expect(new Set(transactions.map(({ xmin }) => xmin)).size).toBe(6);
    // A due instant is a command of the engine's own, stored with its outcome.
    expect(
      await inbox.look(
        'select type, status, actor_id, received_at from command where subject_id = $1 and actor_id is null order by received_at',
        [round],
      ),
    ).toMatchObject([
      { type: 'openRound', status: 'applied', received_at: new Date(after(closesAt, 1_000)) },
      { type: 'closeRound', status: 'applied', received_at: new Date(after(closesAt, 2_000)) },
      { type: 'chaseRoundDecision', status: 'applied', received_at: new Date(after(closesAt, 3_000)) },
    ]);
  });

  test('nothing that came later is taken with it', async () => {
    const early = await inbox.store(organisation.manager, 'reassignRound', round, {
      ownerId: organisation.officer.personId,
    });
    await inbox.moveClockTo(after(closesAt, 10_000));
    const late = await inbox.store(organisation.manager, 'cancelRound', round);
    const answer = await applyCommand(inbox.applying, about(), early.commandId);
    expect(answer.standing).toMatchObject({
      phase: 'intake',
      next: [{ command: 'closeRound', at: closesAt, inMs: 0 }],
    });
    expect(await names()).toEqual(['owner_changed']);
    await applyCommand(inbox.applying, about(), late.commandId);
    expect(await names()).toEqual(['owner_changed', 'round_closed', 'round_cancelled']);
  });
});

describe('who met a deadline has met it, and who missed it has missed it', () => {
  test('a command stored before a deadline and delivered after it has met it', async () => {
    const { commandId } = await inbox.store(organisation.manager, 'extendRound', round, { closesAt: later });
    await inbox.moveClockTo(after(closesAt, 60_000));
    expect(await applyCommand(inbox.applying, about(), commandId)).toMatchObject({
      status: 'applied',
      standing: { next: [{ at: later }] },
    });
    expect(await names()).toEqual(['date_extended']);
  });

  test('so it has when nobody delivers it, and the deadline itself comes first', async () => {
    const { commandId } = await inbox.store(organisation.manager, 'extendRound', round, { closesAt: later });
    await inbox.moveClockTo(after(closesAt, 60_000));
    expect(await applyDue(inbox.applying, about())).toMatchObject({ phase: 'intake', next: [{ at: later }] });
    expect(await inbox.look('select status from command where id = $1', [commandId])).toEqual([{ status: 'applied' }]);
  });

  test('a command stored after a deadline and delivered before its timer has missed it', async () => {
    await inbox.moveClockTo(after(closesAt, 1));
    const answer = await inbox.send(organisation.manager, 'extendRound', round, { closesAt: later });
    expect(answer).toMatchObject({
      status: 'refused',
      refusal: { code: 'TRANSITION_NOT_ALLOWED', facts: { state: 'closed' } },
      standing: { phase: 'deciding', version: 2 },
    });
    expect(await history()).toEqual([['round_closed', closesAt]]);
  });

  test('a command stored at the very instant has met it', async () => {
    const { commandId } = await inbox.store(organisation.manager, 'extendRound', round, { closesAt: later });
    await inbox.look('update command set received_at = $2 where id = $1', [commandId, closesAt]);
    await inbox.moveClockTo(after(closesAt, 60_000));
    expect(await applyDue(inbox.applying, about())).toMatchObject({ phase: 'intake', next: [{ at: later }] });
  });

  test('a due instant waits for a command that is being stored, and the command goes first', async () => {
    const key = randomUUID();
    const other = new Client({ connectionString: inbox.database.superuserUrl });
    await other.connect();
    try {
      // Somebody has just stored under the same key and not committed yet: the statement that stores ours has locked the round and read the clock, and waits.
      await other.query('begin');
      await other.query(
        `insert into command (tenant_id, id, actor_id, type, subject_type, subject_id, idempotency_key, body_hash, received_at)
         values ($1, $2, $3, 'extendRound', 'round', $2, $4, '', now())`,
        [organisation.tenantId, randomUUID(), organisation.manager.personId, key],
      );
      const body = { closesAt: later };
      const storing = storeCommand(inbox.db, {
        tenantId: organisation.tenantId,
        actorId: organisation.manager.personId,
        command: 'extendRound',
        subjectId: round,
        creates: false,
        idempotencyKey: key,
        body,
        bodyHash: hashOfRequest('extendRound', round, body),
      });
      await blocked(1);
      await inbox.moveClockTo(after(closesAt, 60_000));
      const taking = applyDue(inbox.applying, about());
      await blocked(2);
      expect(await names()).toEqual([]);
      await other.query('rollback');
      expect(await taking).toMatchObject({ phase: 'intake', next: [{ at: later }] });
      const stored = await storing;
      expect((await receivedAt(stored!.commandId)) < closesAt).toBe(true);
      expect(await names()).toEqual(['date_extended']);
    } finally {
      await other.end();
    }
  });

  test('a command that is stored while a due instant is being taken reads the clock after it, and has missed it', async () => {
    const [reached, going] = [aGate(), aGate()];
    close = async (c) => {
      reached.open();
      await going.opened;
      return closing(c);
    };
    await inbox.moveClockTo(after(closesAt, 1_000));
    const taking = applyDue(inbox.applying, about());
    await reached.opened;
    const storing = inbox.store(organisation.manager, 'extendRound', round, { closesAt: later });
    await blocked(1);
    await inbox.moveClockTo(after(closesAt, 7_200_000));
    going.open();
    await taking;
    const { commandId } = await storing;
    expect((await receivedAt(commandId)) >= after(closesAt, 7_200_000)).toBe(true);
    expect(await applyCommand(inbox.applying, about(), commandId)).toMatchObject({
      status: 'refused',
      refusal: { code: 'TRANSITION_NOT_ALLOWED' },
    });
  });
});

describe('the sweep of due instants', () => {
  const relaying = () => ({
    db: inbox.db,
    applying: inbox.applying,
    runs: undefined as never,
    onMiss: () => undefined,
  });

  test('takes what fell due of every subject, once', async () => {
    const other = await aRound(inbox, organisation, { potId, state: 'open', closesAt: after(closesAt, 5) });
    await inbox.moveClockTo(after(closesAt, 60_000));
    await takeOverdue(relaying(), () => undefined);
    await takeOverdue(relaying(), () => undefined);
    expect(
      await inbox.look(
        "select subject_id, at from event where type = 'round_closed' and subject_id = any ($1) order by at",
        [[round, other]],
      ),
    ).toEqual([
      { subject_id: round, at: new Date(closesAt) },
      { subject_id: other, at: new Date(after(closesAt, 5)) },
    ]);
    expect(await inbox.look('select count(*)::int from app.subjects_due(app.now(), 100)')).toEqual([{ count: 0 }]);
  });

  test('takes nothing early', async () => {
    await inbox.moveClockTo(after(closesAt, -1_000));
    expect(await takeOverdue(relaying(), () => undefined, 0)).toEqual([]);
    expect(await applyDue(inbox.applying, about())).toMatchObject({
      phase: 'intake',
      next: [{ command: 'closeRound', at: closesAt }],
    });
    expect(await names()).toEqual([]);
  });

  test('a subject that is over has nothing due', async () => {
    await inbox.done(organisation.manager, 'cancelRound', round);
    await inbox.moveClockTo(after(closesAt, 60_000));
    expect(await applyDue(inbox.applying, about())).toEqual({ phase: 'over', final: true, version: 2, next: [] });
    expect(await inbox.look('select next_due_at, final, deadlines from round where id = $1', [round])).toEqual([
      { next_due_at: null, final: true, deadlines: [] },
    ]);
  });
});
