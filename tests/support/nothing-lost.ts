import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

import { openDatabase } from '../../db/client';
import { subjectKinds } from '../../src/commands/apply/subjects';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { waitingSubjects } from '../../src/contracts/ids';
import { searchAttributes, workflowIdOf, workflowTypeOf } from '../../src/contracts/runs';
import { assertBooksBalance } from './books';
import type { Deployment } from './deployment';
import { waitFor } from './wait-for';

/**
 * What is wrong with a Grantpot that has been left in peace, a sentence each; nothing, if it withstood what was done to it. Waits first for
 * what goes on by itself: commands without an outcome, what is due, mail, and runs that have not seen their row yet.
 */
export async function whatIsWrong(grantpot: Deployment): Promise<readonly string[]> {
  return [
    ...(await whatWaits(grantpot)),
    ...(await whatWasDoneWrongly(grantpot)),
    ...(await whatTheLedgerSays(grantpot)),
    ...(await howRunsDiffer(grantpot)),
  ];
}

async function whatWaits(grantpot: Deployment): Promise<readonly string[]> {
  let waiting: readonly string[] = [];
  const nothing = async () => {
    const rows = await grantpot.look<{ what: string }>(`
      select 'waits in the inbox: ' || type || ' ' || id as what from command where status = 'stored'
      union all select 'is due and was not taken: ' || subject_type || ' ' || id from app.subjects_due(app.now() - interval '2s', 1000)
      union all select 'mail that could have left: ' || template from outbox
        where sent_at is null and given_up_at is null and next_attempt_at < app.now() - interval '2s' and last_error is null`);
    waiting = rows.map(({ what }) => what);
    return waiting.length === 0;
  };
  await waitFor('nothing waits', nothing).catch(() => undefined);
  return waiting;
}

/** Each command left its event, once, and moved its subject's version by one. */
async function whatWasDoneWrongly(grantpot: Deployment): Promise<readonly string[]> {
  const moved = waitingSubjects
    .filter((subject) => subject !== 'grant') // whose draft was saved under the same version
    .map(
      (subject) => `
      select 'moved otherwise than by its commands: ${subject} ' || s.id from ${subjectKinds[subject].table} s
      where s.version <> (select count(*) from command c where c.tenant_id = s.tenant_id and c.subject_id = s.id and c.status = 'applied')`,
    );
  const rows = await grantpot.look<{ what: string }>(
    [
      `select 'failed: ' || type || ' ' || id as what from command where status = 'failed'`,
      // What builders write past the inbox has no event.
      `select 'left no event: ' || c.type || ' ' || c.id from command c where c.status = 'applied' and c.actor_id is not null
        and not exists (select from event e where e.tenant_id = c.tenant_id and e.command_id = c.id and e.subject_id = c.subject_id)`,
      `select 'left an event though it was not applied: ' || c.type || ' ' || c.id from command c where c.status <> 'applied'
        and exists (select from event e where e.tenant_id = c.tenant_id and e.command_id = c.id)`,
      `select 'left an event twice: ' || e.type || ' ' || e.command_id from event e
        group by e.tenant_id, e.command_id, e.type, e.subject_id having count(*) > 1`,
      ...moved,
    ].join(' union all '),
  );
  return rows.map(({ what }) => what);
}

async function whatTheLedgerSays(grantpot: Deployment): Promise<readonly string[]> {
  const db = openDatabase(grantpot.postgres.url, { connections: 1 });
  try {
    const { differences } = await verifyLedger(db);
    const unbalanced = await assertBooksBalance(grantpot).then(
      () => [],
      (error: unknown) => [String(error)],
    );
    return [...unbalanced, ...differences.map((difference) => `the ledger differs: ${JSON.stringify(difference)}`)];
  } finally {
    await db.destroy();
  }
}

/** Each subject that is not over has its run, which shows the phase of the row; no other run is there. */
async function howRunsDiffer(grantpot: Deployment): Promise<readonly string[]> {
  let differing: readonly string[] = [];
  const agree = async () => {
    const [rows, runs] = await Promise.all([phasesOfRows(grantpot), phasesOfRuns(grantpot)]);
    const ids = [...new Set([...rows.keys(), ...runs.keys()])];
    differing = ids
      .filter((id) => rows.get(id) !== runs.get(id))
      .map((id) => `${id} is ${rows.get(id) ?? 'over'} by its row and ${runs.get(id) ?? 'over'} by its run`);
    return differing.length === 0;
  };
  await waitFor('runs and rows agree', agree).catch(() => undefined);
  return differing;
}

async function phasesOfRows(grantpot: Deployment): Promise<ReadonlyMap<string, string>> {
  const phases = new Map<string, string>();
  for (const subject of waitingSubjects) {
    const { table, stateColumn, phaseIn } = subjectKinds[subject];
    const rows = await grantpot.look<{ id: string; state: string }>(
      `select r.id, s.${stateColumn ?? ''} as state from app.subjects_running('${subject}', '00000000-0000-0000-0000-000000000000', 100000) r
       join ${table} s on s.tenant_id = r.tenant_id and s.id = r.id`,
    );
    for (const { id, state } of rows) phases.set(workflowIdOf(subject, id), phaseIn(state, false));
  }
  return phases;
}

const status = defineSearchAttributeKey(searchAttributes.status, SearchAttributeType.KEYWORD);

function phasesOfRuns(grantpot: Deployment): Promise<ReadonlyMap<string, string>> {
  return grantpot.askTemporal(async (client) => {
    const phases = new Map<string, string>();
    for (const subject of waitingSubjects) {
      const query = `WorkflowType = '${workflowTypeOf(subject)}' AND ExecutionStatus = 'Running'`;
      for await (const run of client.workflow.list({ query }))
        phases.set(run.workflowId, run.typedSearchAttributes.get(status) ?? 'nowhere yet');
    }
    return phases;
  });
}
