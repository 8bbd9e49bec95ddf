import { workflowIdOf } from '../../src/contracts/runs';
import { aGroupOverHttp } from '../builders/over-http';
import { grantpot } from '../support/command-line';
import { testServers } from '../support/test-servers';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  lives = await openWholeLives();
  const { inbox, client, taskQueue, codecKey } = lives.engine;
  environment = {
    DATABASE_URL: inbox.database.url,
    DATABASE_MIGRATION_URL: inbox.database.migrationUrl,
    TEMPORAL_ADDRESS: testServers().temporal.address,
    TEMPORAL_NAMESPACE: client.options.namespace,
    GRANTPOT_TASK_QUEUE: taskQueue,
    GRANTPOT_CODEC_KEY: codecKey.toString('base64'),
    GRANTPOT_FIELD_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
});
afterAll(() => lives.close());

const nobody = '127.0.0.1:9';

test('grantpot ledger verify counts as the day’s check, which is what alerts go by', async () => {
  const { code, output } = await grantpot(environment, 'ledger', 'verify');
  expect([code, output]).toEqual([0, expect.stringContaining(' 0 differences')]);
  const [check] = await lives.engine.inbox.look<{ ended: boolean; differences: number }>(
    'select ended_at is not null as ended, differences from app.ledger_check',
  );
  expect(check).toEqual({ ended: true, differences: 0 });
});

describe('grantpot grant show', () => {
  test('shows the row, the run, what it waits for and its commands, and nothing personal', async () => {
    const { door, staff, engine } = lives;
    const pot = await lives.aPot();
    const group = await aGroupOverHttp(door, staff, 'Canary Allotments');
    const id = await lives.offered(pot, { party: group });
    const reason = 'A canary in the reason.';
    await door.refusal(staff.officer, 'terminate', { id, body: { reason, refundPence: 0 } });
    await door.as(staff.manager, 'hold', { id, body: { reason } });
    const { reference } = await lives.grant(id);

    const { code, output, complaint } = await grantpot(environment, 'grant', 'show', reference);
    expect([code, complaint]).toEqual([0, '']);
    expect(output.split('\n')[0]).toBe(reference);
    for (const expected of [
      `grant               ${id}`,
      'stage               offered',
      'on hold since       20',
      'awarded             £1,000',
      'run                 running, since 20',
      'lapseOffer  (offer',
      'look at why it is on hold, of manager',
      'submit',
      'decide',
      'hold  applied',
    ])
      expect(output).toContain(expected);
    expect(output).not.toMatch(/canary|hibiscus|officer of|@/i);

    await engine.client.workflow.getHandle(workflowIdOf('grant', id)).terminate();
    expect((await grantpot(environment, 'grant', 'show', reference)).output).toContain('terminated, since 20');
  });

  test('shows the record also while Temporal is away', async () => {
    const id = await lives.withThePanel(await lives.aPot());
    const { reference } = await lives.grant(id);
    const { code, output } = await grantpot({ ...environment, TEMPORAL_ADDRESS: nobody }, 'grant', 'show', reference);
    expect(code).toBe(0);
    expect(output).toContain(`run                 Temporal at ${nobody} does not answer`);
    expect(output).toContain('decide, of panel');
    // As logs and alerts name it, and as somebody types it.
    for (const asked of [id, reference.toLowerCase()])
      expect((await grantpot(environment, 'grant', 'show', asked)).output).toContain(`grant               ${id}`);
  });

  test('says that there is no such reference', async () => {
    const said = await grantpot(environment, 'grant', 'show', 'ABC-1999-001');
    expect(said).toMatchObject({ code: 1, output: '' });
    expect(said.complaint).toBe(
      'No grant has the reference ABC-1999-001: it is the one in mails and lists, like CRO-2026-0001, or the grant’s id.\n',
    );
  });
});

test('a database that does not answer is said in a sentence, without what a program makes of it', async () => {
  const away = { ...environment, DATABASE_URL: 'postgresql://grantpot_app:secret@127.0.0.1:1/grantpot' };
  expect(await grantpot(away, 'ledger', 'verify')).toEqual({
    code: 1,
    output: '',
    complaint: 'The database does not answer (ECONNREFUSED): start it, or correct DATABASE_URL, and try again.\n',
  });
});

describe('grantpot reconcile', () => {
  test('begins a missing run again from its row, and says so', async () => {
    const id = await lives.offered(await lives.aPot());
    const run = lives.engine.client.workflow.getHandle(workflowIdOf('grant', id));
    await run.terminate();
    const lost = await grantpot(environment, 'reconcile');
    expect(lost).toMatchObject({ code: 0, complaint: '' });
    expect(lost.output).toMatch(/[1-9]\d* {2}runs were missing and begun again from their rows/);
    expect(lost.output).toContain('     0  could not be mended');
    expect((await run.describe()).status.name).toBe('RUNNING');
  });

  test('says what is not there', async () => {
    expect(await grantpot({ ...environment, TEMPORAL_ADDRESS: nobody }, 'reconcile')).toEqual({
      code: 1,
      output: '',
      complaint: `Temporal at ${nobody} does not answer: start it, or correct TEMPORAL_ADDRESS, and try again.\n`,
    });
    const { code, complaint } = await grantpot({ GRANTPOT_DATA_DIR: '/nonexistent/data' }, 'reconcile');
    expect(code).toBe(1);
    expect(complaint).toBe(
      'No Grantpot runs on /nonexistent/data: start it with npm start, or name its data directory in GRANTPOT_DATA_DIR, or set DATABASE_URL.\n',
    );
  });
});
