import { randomUUID } from 'node:crypto';

import { applyCommand } from '../../src/commands/apply/bring-up-to';
import { hashOfRequest, storeCommand, type Stored } from '../../src/commands/apply/store-command';
import { instant } from '../../src/domain/calendar/calendar';
import { budget, transfer } from '../../src/domain/money/accounts';
import { pence } from '../../src/domain/money/money';
import { refuse } from '../../src/domain/refusals/refusal';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { assertBooksBalance } from '../support/books';
import { contentsOf } from '../support/contents';
import { openInbox, type Inbox } from '../support/inbox';
import { aRound, withPlainRounds, type RoundEffect } from '../support/plain-rounds';

const nothing: RoundEffect = () => Promise.resolve({});
let reassign = nothing;
let inbox: Inbox;
let organisation: Organisation;
let potId: string;

beforeAll(async () => {
  inbox = await openInbox(withPlainRounds({ reassignRound: (c) => reassign(c) }));
  organisation = await anOrganisation(inbox);
  ({ potId } = await aPot(inbox, organisation, { budgetPence: 100_000 }));
});
afterAll(() => inbox.close());
beforeEach(() => {
  reassign = nothing;
});

const anOpenRound = async () => {
  const [week] = await inbox.look<{ end: Date }>(`select app.now() + interval '7 days' as "end"`);
  return aRound(inbox, organisation, { potId, state: 'open', closesAt: instant(week!.end.toISOString()) });
};
const commandRow = async (id: string) => {
  const [row] = await inbox.look<{ status: string; outcome: unknown; attempts: number; xmin: string }>(
    'select status, outcome, attempts, xmin::text from command where id = $1',
    [id],
  );
  return row!;
};

describe('what a command does', () => {
  test('is written in one transaction with its outcome: state, transfers, event, mails, follow-ups, duties', async () => {
    const round = await anOpenRound();
    const { manager } = organisation;
    const [{ fund_id: fundId } = { fund_id: '' }] = await inbox.look<{ fund_id: string }>(
      'select fund_id from pot where id = $1',
      [potId],
    );
    reassign = async (c) => ({
      set: { name: 'Summer' },
      writes: [c.tx.updateTable('party').set({ name: 'Renamed' }).where('kind', '=', 'funder').compile()],
      transfers: [transfer(budget.pledge(fundId), budget.available(potId), pence(100), `test:${round}:1`)],
      event: { after: { ownerId: manager.personId }, text: 'because' },
      mails: [{ template: 'grant-on-hold', to: manager.personId }],
      followUps: [{ command: 'chaseRoundDecision', subjectId: round, key: 'follow' }],
      duties: [{ duty: 'anything', personId: manager.personId }],
      result: { told: true },
    });
    const answer = await inbox.done(manager, 'reassignRound', round);

    expect(await commandRow(answer.commandId)).toMatchObject({
      status: 'applied',
      outcome: { status: 'applied', result: { told: true } },
    });
    expect(answer).toMatchObject({
      status: 'applied',
      result: { told: true },
      standing: { phase: 'intake', final: false, version: 2 },
    });
    const written = await inbox.look<{ what: string; xmin: string }>(
      `select 'command' as what, xmin::text from command where id = $2
       union all select 'subject', xmin::text from round where id = $1
       union all select 'child', xmin::text from party where name = 'Renamed'
       union all select 'transfer', xmin::text from transfer where command_id = $2
       union all select 'account', xmin::text from account where code like 'budget/available/%'
       union all select 'event', xmin::text from event where command_id = $2
       union all select 'text', t.xmin::text from event_text t join event e on e.id = t.event_id where e.command_id = $2
       union all select 'mail', xmin::text from outbox where command_id = $2
       union all select 'follow-up', xmin::text from command where caused_by = $2
       union all select 'duty', xmin::text from duty where command_id = $2`,
      [round, answer.commandId],
    );
    expect(written.map(({ what }) => what)).toEqual([
      'command',
      'subject',
      'child',
      'transfer',
      'account',
      'event',
      'text',
      'mail',
      'follow-up',
      'duty',
    ]);
    expect(new Set(written.map(({ xmin }) => xmin)).size).toBe(1);
    await assertBooksBalance(inbox);
    await inbox.deliverFollowUps();
  });

  test('is refused by an outcome, which changes nothing else', async () => {
    const round = await anOpenRound();
    const except = ['command', 'command_body'];
    const before = await contentsOf(inbox, except);
    reassign = () => Promise.resolve(refuse('REASON_MISSING'));
    const byRule = await inbox.send(organisation.manager, 'reassignRound', round);
    const byState = await inbox.send(organisation.manager, 'completeRound', round);
    const byRole = await inbox.send(organisation.paymentMaker, 'reassignRound', round);
    const ofCreation = await inbox.send(organisation.officer, 'planRound', null, { potId });

    expect([byRule, byState, byRole, ofCreation].map(({ status, refusal }) => [status, refusal?.code])).toEqual([
      ['refused', 'REASON_MISSING'],
      ['refused', 'TRANSITION_NOT_ALLOWED'],
      ['refused', 'NOT_YOURS_TO_DO'],
      ['refused', 'NOT_YOURS_TO_DO'],
    ]);
    for (const { commandId, refusal } of [byRule, byState, byRole, ofCreation]) {
      expect(await commandRow(commandId)).toMatchObject({ status: 'refused', outcome: { status: 'refused', refusal } });
    }
    expect(await contentsOf(inbox, except)).toEqual(before);
    expect(byRule.standing).toMatchObject({ phase: 'intake', final: false, version: 1 }); // refusals carry the standing too
    expect(ofCreation.standing).toEqual({ phase: 'over', final: true, version: 0, next: [] });
  });

  test('is refused, and rolled back as a whole, when an account holds too little', async () => {
    const round = await anOpenRound();
    const accounts = ['command', 'command_body'];
    const before = await contentsOf(inbox, accounts);
    const taking = transfer(
      budget.available(potId),
      budget.committed(potId, round),
      pence(9_000_000),
      `test:${round}:2`,
    );
    reassign = () =>
      Promise.resolve({
        transfers: [taking],
        ifShort: (leftPence) => refuse('POT_EXHAUSTED', { facts: { leftPence } }),
        event: { text: 'too much' },
      });
    const answer = await inbox.send(organisation.manager, 'reassignRound', round);
    expect(answer).toMatchObject({
      status: 'refused',
      refusal: { code: 'POT_EXHAUSTED', facts: { leftPence: 100_100 } },
    });
    expect(await contentsOf(inbox, accounts)).toEqual(before);
  });

  test('is told again when it is asked for again, with where its subject stands now', async () => {
    const round = await anOpenRound();
    let effects = 0;
    reassign = () => {
      effects += 1;
      return Promise.resolve({ result: { effects } });
    };
    const first = await inbox.done(organisation.manager, 'reassignRound', round);
    await inbox.done(organisation.manager, 'extendRound', round, { closesAt: '2099-01-01T17:00:00.000Z' });
    const again = await applyCommand(
      inbox.applying,
      { tenantId: organisation.tenantId, subject: 'round', id: round },
      first.commandId,
    );
    expect(effects).toBe(1);
    expect(again).toMatchObject({
      status: 'applied',
      result: { effects: 1 },
      standing: { version: 3, next: [{ command: 'closeRound', at: '2099-01-01T17:00:00.000Z' }] },
    });
  });

  test('of one command asked for 20 times at once is done once', async () => {
    const round = await anOpenRound();
    let effects = 0;
    reassign = () => {
      effects += 1;
      return Promise.resolve({ result: { effects } });
    };
    const { commandId } = await inbox.store(organisation.manager, 'reassignRound', round);
    const about = { tenantId: organisation.tenantId, subject: 'round' as const, id: round };
    const answers = await Promise.all(Array.from({ length: 20 }, () => applyCommand(inbox.applying, about, commandId)));
    expect(effects).toBe(1);
    expect(answers.map(({ status, result, standing }) => [status, result, standing.version])).toEqual(
      answers.map(() => ['applied', { effects: 1 }, 2]),
    );
  });

  test('of 25 different commands to one subject at once is all done, each once, one after the other', async () => {
    const round = await anOpenRound();
    reassign = (c) => Promise.resolve({ set: { name: `${c.row.name}+` } });
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => inbox.done(organisation.manager, 'reassignRound', round)),
    );
    const versions = await inbox.look<{ version: number; name: string; events: number }>(
      'select version, name, (select count(*)::int from event where subject_id = round.id) as events from round where id = $1',
      [round],
    );
    expect(versions).toEqual([{ version: 26, name: `Spring${'+'.repeat(25)}`, events: 25 }]);
    expect(new Set(answers.map(({ commandId }) => commandId)).size).toBe(25);
  });
});

describe('a change that concerns another subject', () => {
  test('is a command for it, the engine’s own, and one command however often it is asked for', async () => {
    const [round, other] = [await anOpenRound(), await anOpenRound()];
    reassign = () =>
      Promise.resolve({
        followUps: [
          { command: 'chaseRoundDecision', subjectId: other, body: { about: round }, key: `asked by ${round}` },
        ],
      });
    const asking = await inbox.done(organisation.manager, 'reassignRound', round);
    await inbox.done(organisation.manager, 'reassignRound', round);
    expect(
      await inbox.look(
        'select c.status, c.actor_id, c.caused_by, b.body from command c join command_body b on b.command_id = c.id where c.subject_id = $1',
        [other],
      ),
    ).toEqual([{ status: 'stored', actor_id: null, caused_by: asking.commandId, body: { about: round } }]);
  });

  test('is asked for with others of the same kind in one change', async () => {
    const [round, one, two] = [await anOpenRound(), await anOpenRound(), await anOpenRound()];
    reassign = () =>
      Promise.resolve({
        followUps: [one, two].map(
          (subjectId) =>
            ({ command: 'chaseRoundDecision', subjectId, body: { about: subjectId }, key: 'asked' }) as const,
        ),
      });
    await inbox.done(organisation.manager, 'reassignRound', round);
    expect(
      await inbox.look(
        'select c.subject_id, b.body from command c join command_body b on b.command_id = c.id where c.subject_id = any ($1) order by c.sequence',
        [[one, two]],
      ),
    ).toEqual([
      { subject_id: one, body: { about: one } },
      { subject_id: two, body: { about: two } },
    ]);
  });
});

describe('an idempotency key', () => {
  const ask = (
    actorId: string,
    subjectId: string | null,
    body: object,
    key: string,
    command: 'reassignRound' | 'extendRound' | 'addParty' = 'reassignRound',
  ) =>
    storeCommand(inbox.db, {
      tenantId: organisation.tenantId,
      actorId,
      command,
      subjectId: subjectId ?? randomUUID(),
      creates: subjectId === null,
      idempotencyKey: key,
      body,
      bodyHash: hashOfRequest(command, subjectId, body),
    });
  const ids = (stored: readonly (Stored | undefined)[]) => new Set(stored.map((one) => one?.commandId));

  test('with the same body is the same command, however the fields are ordered', async () => {
    const round = await anOpenRound();
    const first = await ask(organisation.manager.personId, round, { one: 1, two: { a: 1, b: 2 } }, 'key');
    const again = await ask(organisation.manager.personId, round, { two: { b: 2, a: 1 }, one: 1 }, 'key');
    expect(first).toMatchObject({ isNew: true, sameBody: true, subjectId: round });
    expect(again).toEqual({ ...first, isNew: false });
  });

  test('with another body, or for another subject, is told apart', async () => {
    const [round, other] = [await anOpenRound(), await anOpenRound()];
    const key = randomUUID();
    await ask(organisation.manager.personId, round, { one: 1 }, key);
    expect(await ask(organisation.manager.personId, round, { one: 2 }, key)).toMatchObject({
      isNew: false,
      sameBody: false,
    });
    expect(await ask(organisation.manager.personId, other, { one: 1 }, key)).toMatchObject({
      isNew: false,
      sameBody: false,
    });
  });

  test('belongs to an actor and an operation', async () => {
    const round = await anOpenRound();
    const stored = [
      await ask(organisation.manager.personId, round, {}, 'shared'),
      await ask(organisation.officer.personId, round, {}, 'shared'),
      await ask(organisation.manager.personId, round, {}, 'shared', 'extendRound'),
    ];
    expect(stored.map((one) => one?.isNew)).toEqual([true, true, true]);
    expect(ids(stored).size).toBe(3);
  });

  test('used 20 times at once stores one command, and creates one subject', async () => {
    const body = { kind: 'group', name: 'Once' };
    const stored = await Promise.all(
      Array.from({ length: 20 }, () => ask(organisation.manager.personId, null, body, 'twenty', 'addParty')),
    );
    expect(ids(stored).size).toBe(1);
    expect(stored.filter((one) => one?.isNew)).toHaveLength(1);
    const { subjectId, commandId } = stored[0]!;
    expect(new Set(stored.map((one) => one?.subjectId))).toEqual(new Set([subjectId]));
    const outcomes = await Promise.all(
      stored.map(() =>
        applyCommand(inbox.applying, { tenantId: organisation.tenantId, subject: 'party', id: subjectId }, commandId),
      ),
    );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['applied']));
    expect(await inbox.look('select count(*)::int from party where name = $1', ['Once'])).toEqual([{ count: 1 }]);
  });

  test('of a subject that is not there stores nothing', async () => {
    expect(await ask(organisation.manager.personId, randomUUID(), {}, 'nowhere')).toBeUndefined();
    const stranger = await anOrganisation(inbox);
    const round = await anOpenRound();
    expect(
      await storeCommand(inbox.db, {
        tenantId: stranger.tenantId,
        actorId: stranger.manager.personId,
        command: 'reassignRound',
        subjectId: round,
        creates: false,
        idempotencyKey: 'x',
        body: {},
        bodyHash: '',
      }),
    ).toBeUndefined();
  });
});
