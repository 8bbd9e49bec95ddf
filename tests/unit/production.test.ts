import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

import { readServiceEnvironment, readUpgradeEnvironment } from '../../src/config/environment';
import { DYNAMIC_CONFIG } from '../../src/launcher/temporal-server';
import { type ComposeService, filledIn, type Production, readProduction, variablesOf } from '../support/compose';
import { RULES } from '../support/production-rules';

type Change = (production: Production) => void;

const service =
  (name: string, change: (service: ComposeService) => void): Change =>
  ({ compose }) => {
    change(compose.services[name]!);
  };

/** For each rule, changes that it must notice. */
const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  'is what the compose specification allows': [
    service('web', (web) => Object.assign(web, { helthcheck: {} })),
    service('worker', (worker) => (worker.cap_drop = 'ALL' as never)),
    ({ compose }) => Object.assign(compose, { service: {} }),
  ],
  'has no default secret': [
    service('postgres', (postgres) => (postgres.environment!['POSTGRES_PASSWORD'] = 'postgres')),
    service('web', (web) => (web.environment!['GRANTPOT_FIELD_KEY'] = '${GRANTPOT_FIELD_KEY}')),
    service('web', (web) => (web.environment!['GRANTPOT_CODEC_KEY'] = '${GRANTPOT_CODEC_KEY:-AAAA}')),
    service(
      'worker',
      (worker) => (worker.environment!['DATABASE_URL'] = 'postgres://grantpot_app:app@postgres/grantpot'),
    ),
    service('worker', (worker) => (worker.environment!['GRANTPOT_FIELD_KEY'] = '${GRANTPOT_FIELD_KEY:?}')),
    (production) =>
      (production.variables = production.variables.replace('POSTGRES_PASSWORD=', 'POSTGRES_PASSWORD=secret')),
    (production) => (production.variables = production.variables.replaceAll(/^# openssl.*\n/gm, '')),
  ],
  'has a health check for whatever goes on running': [
    service('temporal-history', (history) => delete history.healthcheck),
    service('web', (web) => (web.healthcheck!.disable = true)),
    service('upgrade', (upgrade) => (upgrade.restart = 'always')),
  ],
  'waits for what it depends on to be healthy or done': [
    service('web', (web) => (web.depends_on!['upgrade']!.condition = 'service_started')),
    service('web', (web) => (web.depends_on!['nobody'] = { condition: 'service_healthy' })),
  ],
  'runs nothing as root': [
    service('worker', (worker) => delete worker.user),
    service('mail', (mail) => (mail.user = '0:0')),
    (production) => (production.dockerfile = production.dockerfile.replace('USER node', '')),
  ],
  'can change nothing but its own data': [
    service('postgres', (postgres) => (postgres.read_only = false)),
    service('temporal-ui', (ui) => delete ui.cap_drop),
    service('web', (web) => (web.security_opt = [])),
  ],
  'mounts files for reading only': [service('temporal-ui', (ui) => (ui.volumes = ['./docker:/home/ui-server/config']))],
  'pins each image': [
    service('mail', (mail) => (mail.image = 'axllent/mailpit:latest')),
    service('temporal-ui', (ui) => (ui.image = 'temporalio/ui')),
    service('temporal-history', (history) => (history.image = 'temporalio/server:1.28.0')),
    (production) => (production.dockerfile = production.dockerfile.replace(/FROM node:\S+/, 'FROM node:latest')),
  ],
  'publishes the web alone': [service('temporal-ui', (ui) => (ui.ports = ['8233:8080']))],
  'lets out only what sends mail or is published': [
    service('postgres', (postgres) => (postgres.networks = ['outside'])),
    service('temporal-matching', (matching) => delete matching.networks),
    ({ compose }) => delete compose.networks['runs']!.internal,
  ],
  'has a port for each web container': [service('web', (web) => (web.deploy!.replicas = 3))],
  'names each variable in .env.example, and no other': [
    service('web', (web) => (web.environment!['LOG_LEVEL'] = '${LEVEL}')),
    (production) => (production.variables += 'MORE=\n'),
  ],
  'tells nobody what nobody reads': [
    service('web', (web) => (web.environment!['LOGLEVEL'] = 'info')),
    service('temporal-history', (history) => (history.environment!['NUM_HISTORY_SHARDS'] = '4')),
  ],
  'gives each time to end in order': [service('worker', (worker) => (worker.stop_grace_period = '10s'))],
  'starts what is there': [
    service('web', (web) => (web.command = ['dist/src/web/main.js'])),
    service('temporal-schema', (schema) => (schema.volumes = ['./docker/schema.sh:/schema.sh:ro'])),
  ],
  'builds from what is there': [
    (production) => (production.dockerfile = production.dockerfile.replace('COPY src src', 'COPY source source')),
    (production) => (production.dockerfile = production.dockerfile.replace('scripts/build.mjs', 'scripts/make.mjs')),
    (production) => (production.dockerignore = production.dockerignore.replace('!workflows\n', '')),
  ],
  'starts without a shell and without npm': [
    (production) =>
      (production.dockerfile = production.dockerfile.replace(/^CMD .*$/m, 'CMD node dist/src/http/main.js')),
    (production) => (production.dockerfile = production.dockerfile.replace(/^RUN rm -rf .*$/m, '')),
  ],
};

describe('docker-compose.yml, Dockerfile and .env.example', () => {
  test.each(Object.entries(RULES))('production %s', (name, rule) => {
    expect(rule(readProduction())).toEqual([]);
    const changes = CHANGES[name] ?? [];
    expect(changes).not.toEqual([]);
    for (const change of changes) {
      const changed = readProduction();
      change(changed);
      expect({ change: String(change), noticed: rule(changed).length > 0 }).toMatchObject({ noticed: true });
    }
  });

  test('what is told to worker, web and upgrade is what they take', () => {
    const { compose, variables } = readProduction();
    const key = Buffer.alloc(32, 7).toString('base64');
    const filled: Record<string, string> = { GRANTPOT_PUBLIC_URL: 'https://grants.example.org', GRANTPOT_VERSION: '1' };
    for (const [name, { value, above }] of Object.entries(variablesOf(variables))) {
      filled[name] ??= above.includes('base64') ? key : above.includes('hex') ? 'ab'.repeat(32) : value;
    }
    const told = (name: string) =>
      Object.fromEntries(
        Object.entries(compose.services[name]!.environment!).map(([variable, value]) => [
          variable,
          filledIn(value, filled),
        ]),
      );
    expect(readServiceEnvironment(told('web'))).toMatchObject({
      listen: '0.0.0.0',
      port: 8080,
      smtpUrl: 'smtp://mail:1025',
    });
    expect(readServiceEnvironment(told('worker'))).toMatchObject({ databaseMigrationUrl: undefined });
    expect(readUpgradeEnvironment(told('upgrade'))).toMatchObject({ temporalNamespace: 'grantpot' });
    expect(() => filledIn('${GRANTPOT_FIELD_KEY:?encrypts}', {})).toThrow('GRANTPOT_FIELD_KEY encrypts');
  });
});

test('the Temporal server on Postgres has the limits of the development server', () => {
  const file = resolve(__dirname, '../../src/launcher/temporal-on-postgres/config/dynamic.yaml');
  const limits = parse(readFileSync(join(file), 'utf8')) as Record<string, readonly { readonly value: unknown }[]>;
  const given = Object.fromEntries(
    Object.entries(limits).map(([name, [{ value } = { value: undefined }]]) => [name, value]),
  );
  expect(given).toMatchObject(DYNAMIC_CONFIG);
});
