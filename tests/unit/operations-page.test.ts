import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

interface Alert {
  readonly alert: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly meaning: string; readonly action: string };
}

const read = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');
const page = read('docs/operations.md');
const { groups } = parse(read('docs/alerts.yml')) as { groups: readonly { rules: readonly Alert[] }[] };

test('the operations page has every alert, with what it means and what to do, as the rules say it, and no other', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| Grantpot'));
  const wanted = groups.flatMap(({ rules }) =>
    rules.map(
      ({ alert, labels: { severity }, annotations: { meaning, action } }) =>
        `| ${alert} | ${severity} | ${meaning} | ${action} |`,
    ),
  );
  expect(wanted.length).toBeGreaterThan(10);
  expect(rows).toEqual(wanted);
});

test('the operations page has every command of the command line', () => {
  const commands = [...read('src/cli/main.ts').matchAll(/^ {2}\.command\('(\w+)'\)/gm)].map(([, name]) => name ?? '');
  expect(commands).toEqual(expect.arrayContaining(['backup', 'restore', 'verify', 'show', 'rotate']));
  for (const command of commands.filter((name) => name !== 'load'))
    expect(page).toMatch(new RegExp(`\`.*\\b${command}\\b`));
});

test('the small server’s Prometheus asks at the ports that the operations page gives, under the jobs that alerts ask for', () => {
  const { rule_files: rules, scrape_configs: jobs } = parse(read('docs/prometheus.yml')) as {
    rule_files: readonly string[];
    scrape_configs: readonly { job_name: string; static_configs: readonly { targets: readonly string[] }[] }[];
  };
  expect(rules).toEqual(['alerts.yml']);
  const asked = Object.fromEntries(
    jobs.map((job) => [job.job_name, job.static_configs.flatMap(({ targets }) => targets)]),
  );
  const port = (name: string) => new RegExp(`${name}=(\\d+)`).exec(page)?.[1] ?? 'none';
  expect(asked).toEqual({
    'grantpot-web': [`127.0.0.1:${port('WEB_METRICS_PORT')}`],
    'grantpot-worker': [`127.0.0.1:${port('WORKER_METRICS_PORT')}`],
    'temporal-sdk': [`127.0.0.1:${port('TEMPORAL_METRICS_PORT')}`],
  });
});
