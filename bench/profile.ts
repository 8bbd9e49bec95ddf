import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Grantpot } from './grantpot';
import { live, payAll, prepared, send, untilClosed, untilPayable, type Step } from './life';
import { median } from './measuring';
import type { Place } from './place';
import { decisionsBy, drafted, openPotWithGroups, withThePanel } from './pot';
import type { Span } from './span';

const livesToWarmUp = 10;
const livesToProfile = 15;
const livesToCount = 40;
const livesAtOnce = 20;

/** One command as its sender saw it. */
interface Asked {
  readonly command: string;
  readonly from: number;
  readonly to: number;
}

/** Where the time of one command went, in milliseconds. */
interface Spent {
  readonly command: string;
  readonly total: number;
  /** From the sender to the web process and back. */
  readonly network: number;
  readonly token: number;
  readonly store: number;
  /** What the web process does besides: parse, check, answer. */
  readonly web: number;
  /** From the sending until the activity begins, what a new run does first included. */
  readonly before: number;
  readonly activity: number;
  readonly after: number;
  /** In their order, in milliseconds since the activity began. */
  readonly statements: readonly Span[];
  /** In the activity, between the statements. */
  readonly between: number;
}

/** Prints where the time of each command of a life goes, one command at a time. */
export async function profile(place: Place): Promise<void> {
  const grantpot = await place.grantpot('profiled', {
    nodeArguments: () => ['-r', join(__dirname, '../scripts/typescript.cjs'), '-r', join(__dirname, 'spans.ts')],
  });
  const bare = await place.bare();
  const setting = await openPotWithGroups(grantpot, 10);
  await live(grantpot, setting, await drafted(grantpot, setting, livesToWarmUp), livesToWarmUp);
  const many = await drafted(grantpot, setting, livesToCount);
  const beganMany = clock();
  await live(grantpot, setting, many, livesAtOnce);
  const endedMany = clock();

  const asked: Asked[] = [];
  const ask = async (id: string, step: Step, as = step.command) => {
    const ready = await prepared(grantpot, id, step);
    const from = clock();
    await send(grantpot, id, ready);
    asked.push({ command: as, from, to: clock() });
  };
  const made = await drafted(grantpot, setting, livesToProfile);
  for (const one of made) for (const step of untilPayable(grantpot, one)) await ask(one.id, step);
  await payAll(grantpot, setting, made.length);
  for (const one of made) for (const step of untilClosed(grantpot, one)) await ask(one.id, step);
  const decision = await decisionsBy(grantpot, setting.pot);
  for (const id of await withThePanel(grantpot, setting, livesToProfile)) {
    await ask(id, { by: grantpot.staff.officer, command: 'decide', body: decision }, 'decide in a meeting');
  }
  const bareTimes: number[] = [];
  const bareId = await bare.begin(livesToProfile + 10);
  for (let turn = 0; turn < livesToProfile + 5; turn += 1) {
    const from = clock();
    await bare.update(bareId);
    if (turn >= 5) bareTimes.push(clock() - from);
  }
  await pause(300); // what was noted last is written within 100 ms

  const spent = spentBy(grantpot, place.folder, asked);
  print(spent);
  console.log(`a bare update takes ${median(bareTimes).toFixed(1)} ms`);
  for (const command of ['startChecking', 'decide in a meeting', 'acceptReport']) printStatements(command, spent);
  printQueries(grantpot, place.folder, beganMany, endedMany);
}

/** What is asked of Postgres for one life while 20 are lived at once: by whom, how often, and how long that took in sum. */
function printQueries({ web, worker }: Grantpot, folder: string, from: number, to: number): void {
  const queries = [web.pid, worker.pid]
    .flatMap((pid) => spansOf(folder, pid))
    .filter((span) => span.kind === 'query' && span.from >= from && span.to <= to);
  const sums = new Map<string, { count: number; time: number }>();
  const add = (name: string, span: Span) => {
    const { count, time } = sums.get(name) ?? { count: 0, time: 0 };
    sums.set(name, { count: count + 1, time: time + lasted(span) });
  };
  for (const span of queries) {
    add(
      `all of ${span.within === 'activity' ? 'runs' : span.within === 'request' ? 'requests' : 'relay and outbox'}`,
      span,
    );
    add(shortened(span.name), span);
  }
  console.log(`\nAsked of Postgres for one life, ${livesAtOnce} at once: times, and ms waited in sum`);
  for (const [name, { count, time }] of [...sums]
    .toSorted(([, one], [, other]) => other.time - one.time)
    .slice(0, 30)) {
    console.log(
      `  ${(count / livesToCount).toFixed(1).padStart(7)} ${(time / livesToCount).toFixed(1).padStart(8)}  ${name.slice(0, 120)}`,
    );
  }
}

/** A statement without what differs from one time to the next. */
const shortened = (name: string): string =>
  name
    .replaceAll(/\s+/g, ' ')
    .replace(/local app\.tenant = .*/, 'local app.tenant')
    .trim();

const clock = (): number => performance.timeOrigin + performance.now();

function spentBy({ web, worker }: Grantpot, folder: string, asked: readonly Asked[]): readonly Spent[] {
  const inWeb = spansOf(folder, web.pid);
  const inWorker = spansOf(folder, worker.pid);
  return asked.flatMap(({ command, from, to }): readonly Spent[] => {
    const within = (span: Span) => span.from >= from && span.to <= to;
    const request = inWeb.find((span) => span.kind === 'request' && span.from >= from && span.from <= to);
    const send = inWeb.find((span) => span.kind === 'send' && within(span));
    const activity = inWorker.find((span) => span.name === 'applyCommand' && within(span));
    if (request === undefined || send === undefined || activity === undefined) return [];
    const queries = inWeb.filter((span) => span.kind === 'query' && within(span));
    const sumOf = (spans: readonly Span[]) => spans.reduce((sum, span) => sum + lasted(span), 0);
    const store = sumOf(queries.filter(({ name }) => name.includes('insert into command')));
    const statements = inWorker
      .filter(
        (span) =>
          span.within === 'activity' &&
          span.kind === 'query' &&
          span.name !== waiting &&
          span.from >= activity.from &&
          span.to <= activity.to,
      )
      .map((span) => ({ ...span, from: span.from - activity.from, to: span.to - activity.from }))
      .toSorted((one, other) => one.from - other.from);
    return [
      {
        command,
        total: to - from,
        network: Math.max(0, to - from - lasted(request)),
        token: sumOf(queries) - store,
        store,
        web: lasted(request) - sumOf(queries) - lasted(send),
        before: activity.from - send.from,
        activity: lasted(activity),
        after: send.to - activity.to,
        statements,
        between: lasted(activity) - flightsOf(statements).reduce((sum, one) => sum + one.to - one.from, 0),
      },
    ];
  });
}

const lasted = ({ from, to }: Span): number => to - from;

function spansOf(folder: string, pid: number): readonly Span[] {
  return readFileSync(join(folder, `spans-${String(pid)}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Span);
}

function print(spent: readonly Spent[]): void {
  const columns = ['total', 'network', 'web', 'token', 'store', 'before', 'activity', 'after'] as const;
  console.log('\nWhere the time of one command goes, one at a time, median in ms:');
  console.log(
    `  ${''.padEnd(20)}${columns.map((name) => name.padStart(9)).join('')}  of the activity: statements  flights  waiting  between`,
  );
  for (const command of new Set(spent.map((one) => one.command))) {
    const own = spent.filter((one) => one.command === command);
    const middle = (of: (one: Spent) => number) => median(own.map(of));
    const cells = [
      middle(({ statements }) => statements.length)
        .toFixed(0)
        .padStart(27),
      middle(({ statements }) => flightsOf(statements).length)
        .toFixed(0)
        .padStart(9),
      middle(({ activity, between }) => activity - between)
        .toFixed(1)
        .padStart(9),
      middle(({ between }) => between)
        .toFixed(1)
        .padStart(9),
    ];
    const numbers = columns.map((name) =>
      middle((one) => one[name])
        .toFixed(1)
        .padStart(9),
    );
    console.log(`  ${command.padEnd(20)}${numbers.join('')}${cells.join('')}`);
  }
  console.log(
    '  network: sender to web and back; web: parse, check, answer; before: Temporal until the activity begins; after: Temporal until the answer;',
  );
  console.log(
    '  flights: statements that travel together count once; waiting: for Postgres; between: the worker’s own work',
  );
}

/** Statements that are under way at the same time, as one each. */
function flightsOf(statements: readonly Span[]): readonly Pick<Span, 'from' | 'to'>[] {
  const flights: { from: number; to: number }[] = [];
  for (const { from, to } of statements) {
    const last = flights.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else flights.push({ from, to });
  }
  return flights;
}

const waiting = 'wait for a connection';

/** Each statement of one command's activity, in the order of the first time. */
function printStatements(command: string, spent: readonly Spent[]): void {
  const own = spent.filter((one) => one.command === command);
  const [first] = own;
  if (first === undefined) return;
  console.log(`\n${command}, statement by statement: sent and answered, median in ms since the activity began:`);
  for (const [place, { name }] of first.statements.entries()) {
    const same = own.flatMap(({ statements }) => (statements[place]?.name === name ? [statements[place]] : []));
    const [from, to] = [median(same.map((one) => one.from)), median(same.map((one) => one.to))];
    console.log(`  ${from.toFixed(2).padStart(7)} ${to.toFixed(2).padStart(7)}  ${shortened(name).slice(0, 130)}`);
  }
}
