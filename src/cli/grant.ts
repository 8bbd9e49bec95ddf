import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { openDatabase, type Database } from '../../db/client';
import { findGrant } from '../../db/queries/grants/grant';
import { findGrantPlaces, readRecord, type GrantPlace } from '../../db/queries/grants/grant-record';
import { readServiceEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { isId } from '../contracts/ids';
import { searchAttributes, workflowIdOf } from '../contracts/runs';
import { poundsOf } from '../domain/money/money';
import { answerGrant } from '../http/api/reads/grant-answer';
import { withRuns } from './runs';

/** Shows a grant to whoever runs Grantpot; see {@link describeGrant}. @throws StartupError when no grant has this reference. */
export async function showGrantCommand(reference: string): Promise<void> {
  const environment = readServiceEnvironment();
  const db = openDatabase(environment.databaseUrl, { connections: 2 });
  try {
    const places = await findGrantPlaces(
      db,
      isId(reference) ? { id: reference } : { reference: reference.toUpperCase() },
    );
    if (places.length === 0)
      throw new StartupError(
        `No grant has the reference ${reference}: it is the one in mails and lists, like CRO-2026-0001, or the grant’s id.`,
      );
    for (const place of places) {
      const run = await withRuns(environment, ({ client }) => describeRun(client, place.id)).catch((error: unknown) => {
        if (error instanceof StartupError) return error.message;
        throw error;
      });
      const lines = await describeGrant(db, place, run);
      process.stdout.write(`${lines.join('\n')}\n`);
    }
  } finally {
    await db.destroy();
  }
}

const statusKey = defineSearchAttributeKey(searchAttributes.status, SearchAttributeType.KEYWORD);

/** The state of a grant's run in Temporal, in a line. @throws whatever the client throws when Temporal does not answer. */
export async function describeRun(client: Client, grantId: string): Promise<string> {
  try {
    const { status, startTime, closeTime, historyLength, typedSearchAttributes } = await client.workflow
      .getHandle(workflowIdOf('grant', grantId))
      .describe();
    const phase = typedSearchAttributes.get(statusKey);
    return [
      status.name.toLowerCase(),
      `since ${startTime.toISOString()}`,
      ...(closeTime === undefined ? [] : [`until ${closeTime.toISOString()}`]),
      ...(phase === undefined ? [] : [`waits in phase ${phase}`]),
      `${String(historyLength)} events`,
    ].join(', ');
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'none';
    throw error;
  }
}

/**
 * A grant by its record, for whoever runs Grantpot: its row, its run, what it waits for, and its commands with what came of each. Ids,
 * states, dates and sums; no name, and nothing that somebody wrote.
 */
export async function describeGrant(db: Database, place: GrantPlace, run: string): Promise<readonly string[]> {
  const seesAll = { name: 'fund_manager' as const, potId: null, partyId: null, ownLimitPence: null };
  const found = await findGrant(db, { tenantId: place.tenantId, personId: place.id, roles: [seesAll] }, place.id);
  if (found === undefined) throw new StartupError('The grant was there a moment ago and is not any more: ask again.');
  const { commands, purchases, stuck } = await readRecord(db, place);
  const { next, money } = answerGrant(found, [seesAll]);
  return [
    found.reference ?? found.id,
    ...facts([
      ['grant', found.id],
      ['organisation', place.tenantId],
      ['pot', found.pot.id],
      ['group', found.party.id],
      ['stage', `${found.stage}${found.final ? ', over' : ''}`],
      ['version', String(found.version)],
      ['submitted', found.submitted_at],
      ['changed', found.changed_at],
      ['on hold since', found.heldSince],
      ['clock paused since', found.pausedSince],
      ['asked', pounds(found.asked_pence)],
      ['awarded', pounds(found.award?.awardedPence)],
      ['left', pounds(money?.leftPence)],
      ['promised', pounds(money?.promisedPence)],
      ['paid', pounds(money?.paidPence)],
      ['refund due', pounds(money?.refundDuePence)],
      ['came back', pounds(money?.cameBackPence)],
      ['run', run],
    ]),
    '',
    'Waits for',
    `  ${next.what.toLowerCase()}, of ${next.of}${next.by === null ? '' : `, by ${next.by}`}`,
    ...found.deadlines.flatMap(({ name, about, steps }) =>
      steps.map((step) => `  ${step.at}  ${step.command}  (${name}${about === undefined ? '' : ` of ${about}`})`),
    ),
    ...stuck.map((what) => `  failed three times, and is left to people: ${what}`),
    ...section('Conditions', found.conditions, (one) => `${one.id}  ${one.state}  due ${one.dueAt ?? 'at no time'}`),
    ...section('Payments', found.payments, (one) =>
      [one.id, one.state, pounds(one.amountPence), `due ${one.dueAt}`, `attempt ${String(one.attempt)}`].join('  '),
    ),
    ...section('Purchases', purchases, (one) =>
      [one.id, one.state, pounds(one.pricePence), ...(one.nextDueAt === null ? [] : [`next ${one.nextDueAt}`])].join(
        '  ',
      ),
    ),
    ...section('Commands, the oldest first', commands, (one) =>
      [
        one.receivedAt,
        one.id,
        `${one.type}${one.engines ? ' (by itself)' : ''}`,
        one.code === null ? one.status : `${one.status} ${one.code}`,
        ...(one.appliedAt === null ? [`${String(one.attempts)} attempts`] : [`at ${one.appliedAt}`]),
      ].join('  '),
    ),
  ];
}

const pounds = (sum: number | null | undefined): string | null => (sum == null ? null : poundsOf(sum));

/** `name  value` a line; what there is nothing of is left out. */
function facts(rows: readonly (readonly [string, string | null | undefined])[]): readonly string[] {
  return rows.flatMap(([name, value]) => (value == null ? [] : [`  ${name.padEnd(18)}  ${value}`]));
}

function section<Item>(title: string, items: readonly Item[], line: (item: Item) => string): readonly string[] {
  return items.length === 0 ? [] : ['', title, ...items.map((item) => `  ${line(item)}`)];
}
