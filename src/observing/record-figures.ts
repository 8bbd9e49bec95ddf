import { Gauge, Registry } from 'prom-client';
import type { Database } from '../../db/client';
import { readFigures, type RecordFigures } from '../../db/queries/engine/figures';
import { inTime } from './in-time';

const patienceMs = 3_000;

/** What waits, failed or is late, asked of the record at each scrape: one statement, over a connection that nothing else waits for. */
export interface ScrapedRecord {
  /** The figures in Prometheus's text. Without an answer in time they are left out, and `grantpot_record_up` is 0. */
  scrape(): Promise<string>;
}

/** Scrapes the record. The database is given a pool of its own, so that the figures can be had while the others are used up. */
export function createScrapedRecord(db: Database): ScrapedRecord {
  const found = new Registry();
  const always = new Registry();
  const up = new Gauge({ name: 'grantpot_record_up', help: '1 when the record answered.', registers: [always] });
  const set = gauges(found);
  let underWay: Promise<RecordFigures> | undefined;
  return {
    scrape: async () => {
      // One that hangs is not joined by another.
      underWay ??= readFigures(db).finally(() => {
        underWay = undefined;
      });
      const figures = await inTime(underWay, patienceMs).catch(() => undefined);
      up.set(figures === undefined ? 0 : 1);
      if (figures === undefined) return always.metrics();
      set(figures);
      return `${await always.metrics()}${await found.metrics()}`;
    },
  };
}

function gauges(registry: Registry): (figures: RecordFigures) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const commandsWaiting = gauge('grantpot_commands_waiting', 'Stored commands without an outcome; at most 10,000.');
  const oldestCommand = gauge('grantpot_commands_oldest_waiting_seconds', 'Age of the oldest of them; 0 without any.');
  const commandsFailed = gauge('grantpot_commands_failed', 'Commands that ever failed for good; at most 10,000.');
  const stuck = gauge('grantpot_subjects_stuck', 'Subjects with a deadline that failed for good.');
  const oldestDue = gauge('grantpot_deadlines_late_seconds', 'How late the first deadline is that nobody has taken.');
  const mailsWaiting = gauge('grantpot_outbox_waiting', 'Mails that have not left; at most 10,000.');
  const oldestMail = gauge('grantpot_outbox_oldest_waiting_seconds', 'Age of the oldest of them; 0 without any.');
  const givenUp = gauge('grantpot_outbox_given_up', 'Mails that were ever given up; at most 10,000.');
  const checked = gauge(
    'grantpot_ledger_last_check_timestamp_seconds',
    'When the ledger was last verified; 0 before the first time.',
  );
  const differences = gauge('grantpot_ledger_differences', 'Differences that the last check of the ledger found.');
  return (figures) => {
    commandsWaiting.set(figures.commandsWaiting);
    oldestCommand.set(Math.max(0, figures.oldestCommandSeconds));
    commandsFailed.set(figures.commandsFailed);
    stuck.set(figures.subjectsStuck);
    oldestDue.set(Math.max(0, figures.oldestDueSeconds));
    mailsWaiting.set(figures.mailsWaiting);
    oldestMail.set(Math.max(0, figures.oldestMailSeconds));
    givenUp.set(figures.mailsGivenUp);
    checked.set(figures.ledgerCheckedAt === null ? 0 : Date.parse(figures.ledgerCheckedAt) / 1_000);
    differences.set(figures.ledgerDifferences ?? 0);
  };
}
