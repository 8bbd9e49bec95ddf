import { Client } from 'pg';
import { sql } from 'kysely';

import { applyCommand, applyDue } from '../../src/commands/apply/bring-up-to';
import { instant, type Instant } from '../../src/domain/calendar/calendar';
import { budget, transfer } from '../../src/domain/money/accounts';
import { pence } from '../../src/domain/money/money';
import { willPass } from '../../db/errors';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { contentsOf } from '../support/contents';
import { openInbox, type Inbox } from '../support/inbox';
import { aRound, withPlainRounds, type RoundEffect } from '../support/plain-rounds';
import { aGate, waitFor } from '../support/wait-for';

const nothing: RoundEffect = () => Promise.resolve({});
const closing: RoundEffect = () => Promise.resolve({ to: 'closed' });
let reassign = nothing;
let close = closing;
let chase = nothing;
let inbox: Inbox;
let organisation: Organisation;
let potId: string;

beforeAll(async () => {
  inbox = await openInbox(
    withPlainRounds({
      reassignRound: (c) => reassign(c),
      closeRound: (c) => close(c),
      chaseRoundDecision: (c) => chase(c),
    }),
  );
  organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 100_000 }));
});
afterAll(() => inbox.close());

let closesAt: Instant;
let round: string;
beforeEach(async () => {
  [reassign, close, chase] = [nothing, closing, nothing];
  const [{ now } = { now: new Date() }] = await inbox.look<{ now: Date }>('select app.now() as now');
  closesAt = instant(new Date(now.getTime() + 3_600_000).toISOString());
  round = await aRound(inbox, organisation, { potId, state: 'open', closesAt });
});

const about = (id = round) => ({ tenantId: organisation.tenantId, subject: 'round' as const, id });
const afterClosing = () => new Date(Date.parse(closesAt) + 1_000).toISOString();
const commandRow = async (id: string) => {
  const [row] = await inbox.look<{ status: string; outcome: unknown; attempts: number }>(
    'select status, outcome, attempts from command where id = $1',
    [id],
  );
  return row!;
};

describe('a command that our code cannot apply', () => {
  test('is tried three times, rolled back, and stored as failed; its subject goes on', async () => {
    let tries = 0;
    reassign = async (c) => {
      tries += 1;
      await c.tx.updateTable('party').set({ name: 'Never seen' }).execute();
      throw new Error('a bug of ours');
    };
    const before = await contentsOf(inbox, ['command', 'command_body']);
    const broken = await inbox.store(organisation.manager, 'reassignRound', round);
    const next = await inbox.store(organisation.manager, 'beginDeciding', round);
    expect(await applyCommand(inbox.applying, about(), broken.commandId)).toMatchObject({
      status: 'failed',
      standing: { phase: 'intake', version: 1 },
    });
    expect(tries).toBe(3);
    expect(inbox.failures.at(-1)).toEqual(new Error('a bug of ours'));
    expect(await commandRow(broken.commandId)).toEqual({
      status: 'failed',
      outcome: { status: 'failed' },
      attempts: 3,
    });
    expect(await contentsOf(inbox, ['command', 'command_body'])).toEqual(before);

    // Asked again it says so again; what was stored after it, and the deadline, are taken.
    expect(await applyCommand(inbox.applying, about(), broken.commandId)).toMatchObject({ status: 'failed' });
    expect(tries).toBe(3);
    await inbox.moveClockTo(afterClosing());
    expect(await applyCommand(inbox.applying, about(), next.commandId)).toMatchObject({ status: 'refused' }); // it was stored while the round was open
    expect(await applyDue(inbox.applying, about())).toMatchObject({ phase: 'deciding' });
  });

  test('does not keep a later command waiting: the later one gives up on it and goes on', async () => {
    reassign = () => Promise.reject(new Error('a bug of ours'));
    const broken = await inbox.store(organisation.manager, 'reassignRound', round);
    expect(
      await inbox.send(organisation.manager, 'extendRound', round, { closesAt: '2099-01-01T17:00:00.000Z' }),
    ).toMatchObject({ status: 'applied', standing: { version: 2 } });
    expect(await commandRow(broken.commandId)).toMatchObject({ status: 'failed', attempts: 3 });
  });

  test.each<[string, RoundEffect]>([
    ['a CHECK fires', (c) => Promise.resolve({ set: { closes_at: c.row.opens_at } })],
    ['a foreign key is broken', () => Promise.resolve({ set: { owner_id: '00000000-0000-4000-8000-000000000000' } })],
    ['it leads to a state that its table does not know', () => Promise.resolve({ to: 'decided' })],
    [
      'an account is overdrawn without a refusal for it',
      (c) =>
        Promise.resolve({
          transfers: [
            transfer(
              budget.available(c.row.pot_id),
              budget.committed(c.row.pot_id, c.subjectId),
              pence(9_000_000),
              `test:${c.commandId}`,
            ),
          ],
        }),
    ],
    ['it throws what is no error', () => Promise.reject('words')], // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors
  ])('has failed when %s', async (_what, effect) => {
    reassign = effect;
    const before = await contentsOf(inbox, ['command', 'command_body']);
    const { commandId } = await inbox.store(organisation.manager, 'reassignRound', round);
    expect(await applyCommand(inbox.applying, about(), commandId)).toMatchObject({ status: 'failed' });
    expect(await contentsOf(inbox, ['command', 'command_body'])).toEqual(before);
  });

  test('succeeds on its second try when the fault has gone', async () => {
    let tries = 0;
    reassign = () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('only once')) : Promise.resolve({});
    };
    const { commandId } = await inbox.store(organisation.manager, 'reassignRound', round);
    expect(await applyCommand(inbox.applying, about(), commandId)).toMatchObject({
      status: 'applied',
      standing: { version: 2 },
    });
    expect(await commandRow(commandId)).toMatchObject({ status: 'applied', attempts: 1 });
  });

  test('is listed: whoever looks for failed commands of the organisation finds it', async () => {
    reassign = () => Promise.reject(new Error('a bug of ours'));
    const { commandId } = await inbox.store(organisation.manager, 'reassignRound', round);
    await applyCommand(inbox.applying, about(), commandId);
    expect(
      await inbox.look("select id from command where tenant_id = $1 and status = 'failed' and subject_id = $2", [
        organisation.tenantId,
        round,
      ]),
    ).toEqual([{ id: commandId }]);
  });
});

describe('a due instant that our code cannot take', () => {
  test('is tried three times, stored as failed and left to people; the subject goes on with the next', async () => {
    let tries = 0;
    close = () => {
      tries += 1;
      return Promise.reject(new Error('a bug of ours'));
    };
    await inbox.moveClockTo(afterClosing());
    expect(await applyDue(inbox.applying, about())).toMatchObject({ phase: 'intake', final: false, next: [] });
    expect(tries).toBe(3);
    expect(
      await inbox.look('select type, status, attempts, outcome, actor_id from command where subject_id = $1', [round]),
    ).toEqual([{ type: 'closeRound', status: 'failed', attempts: 3, outcome: { status: 'failed' }, actor_id: null }]);
    expect(await applyDue(inbox.applying, about())).toMatchObject({ next: [] });
    expect(tries).toBe(3);
    expect(await inbox.send(organisation.manager, 'cancelRound', round)).toMatchObject({
      status: 'applied',
      standing: { phase: 'over' },
    });
  });

  test('is swept up no more', async () => {
    close = () => Promise.reject(new Error('a bug of ours'));
    await inbox.moveClockTo(afterClosing());
    await applyDue(inbox.applying, about());
    expect(await inbox.look('select next_due_at from round where id = $1', [round])).toEqual([{ next_due_at: null }]);
    expect(await inbox.look('select id from app.subjects_due(app.now(), 100) where id = $1', [round])).toEqual([]);
  });

  test('comes again when its date is moved', async () => {
    close = () => Promise.reject(new Error('a bug of ours'));
    await inbox.moveClockTo(afterClosing());
    await applyDue(inbox.applying, about());
    close = closing;
    const later = new Date(Date.parse(closesAt) + 60_000).toISOString();
    expect(await inbox.send(organisation.manager, 'extendRound', round, { closesAt: later })).toMatchObject({
      status: 'applied',
      standing: { next: [{ at: later }] },
    });
    await inbox.moveClockTo(new Date(Date.parse(later) + 1).toISOString());
    expect(await applyDue(inbox.applying, about())).toMatchObject({ phase: 'deciding' });
  });
});

describe('an error that passes by waiting', () => {
  /** What the activity's policy does: tries again without limit. */
  const untilApplied = async (id: string, commandId: string) => {
    for (;;) {
      try {
        return await applyCommand(inbox.applying, about(id), commandId);
      } catch (error) {
        if (!willPass(error)) throw error;
      }
    }
  };

  test('is thrown on and not counted: the connection is lost in the middle', async () => {
    const killer = new Client({ connectionString: inbox.database.superuserUrl });
    await killer.connect();
    let kills = 0;
    reassign = async (c) => {
      const {
        rows: [backend],
      } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(c.tx);
      if (kills < 4) {
        kills += 1;
        await killer.query('select pg_terminate_backend($1)', [backend?.pid]);
        await waitFor(
          'the backend is gone',
          async () =>
            (await killer.query('select from pg_stat_activity where pid = $1', [backend?.pid])).rowCount === 0,
        );
      }
      return { set: { name: `${c.row.name}+` } };
    };
    const { commandId } = await inbox.store(organisation.manager, 'reassignRound', round);
    await expect(applyCommand(inbox.applying, about(), commandId)).rejects.toThrow();
    expect(await commandRow(commandId)).toEqual({ status: 'stored', outcome: null, attempts: 0 });
    expect(await untilApplied(round, commandId)).toMatchObject({ status: 'applied', standing: { version: 2 } });
    expect(await commandRow(commandId)).toMatchObject({ status: 'applied', attempts: 0 }); // more than three kills were none of its doing
    expect(await inbox.look('select name from round where id = $1', [round])).toEqual([{ name: 'Spring+' }]);
    await killer.end();
  });

  test('is thrown on and not counted: a deadlock, after which both are applied', async () => {
    const other = await aRound(inbox, organisation, { potId, state: 'open', closesAt });
    const parties = await Promise.all(
      ['one', 'two'].map((name) =>
        inbox.done(organisation.manager, 'addParty', null, { kind: 'group', name, organisationType: 'charity' }),
      ),
    );
    const [one, two] = parties.map(({ subjectId }) => subjectId);
    const [met, hasOne, hasTwo] = [{ deadlocks: 0 }, aGate(), aGate()];
    reassign = async (c) => {
      const [mine, theirs, hasMine, hasTheirs] =
        c.subjectId === round ? [one, two, hasOne, hasTwo] : [two, one, hasTwo, hasOne];
      const lock = (id: string | undefined) =>
        sql`select from party where tenant_id = ${c.tenantId} and id = ${id} for update`.execute(c.tx);
      await lock(mine);
      hasMine.open();
      await hasTheirs.opened;
      await lock(theirs).catch((error: unknown) => {
        met.deadlocks += 1;
        throw error;
      });
      return { set: { name: 'Summer' } };
    };
    const commands = [
      await inbox.store(organisation.manager, 'reassignRound', round),
      await inbox.store(organisation.manager, 'reassignRound', other),
    ];
    const answers = await Promise.all([
      untilApplied(round, commands[0]!.commandId),
      untilApplied(other, commands[1]!.commandId),
    ]);
    expect(met.deadlocks).toBeGreaterThan(0);
    expect(answers.map(({ status, standing }) => [status, standing.version])).toEqual([
      ['applied', 2],
      ['applied', 2],
    ]);
    expect(
      await inbox.look('select sum(attempts)::int as attempts from command where subject_id = any ($1)', [
        [round, other],
      ]),
    ).toEqual([{ attempts: 0 }]);
  });

  const passing = ['40001', '40P01', '53300', '53200', '57P01', '57P03', '57014', '08006', '55P03'];
  test.each([...passing, 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'])('%s is such a one', (code) => {
    expect(willPass(Object.assign(new Error('words'), { code }))).toBe(true);
  });

  test.each(['23505', '23514', '22P02', '42P01', 'GP001', 'P0001'])('%s is none', (code) => {
    expect(willPass(Object.assign(new Error('words'), { code }))).toBe(false);
  });
});
