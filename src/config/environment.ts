import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { z } from 'zod';

import { StartupError } from './startup-error';

/** An empty variable counts as one that is not set: that is how compose files and shells leave one out. */
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional());

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address like postgres://user:password@host:5432/database',
});
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int()
  .min(0)
  .max(65_535, { error: 'must be a port number' });
const badKeys = { error: 'must be 32 bytes in base64, or several such with commas between, the newest first' };
const keys = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(z.base64(badKeys).transform((text) => Buffer.from(text, 'base64'))))
  .refine((all) => all.every((bytes) => bytes.length === 32), badKeys);
const flag = z.stringbool({ error: 'must be true or false' });
const hostAndPort = z.string().regex(/^[^\s/]+:\d+$/, { error: 'must be host:port' });
const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
const webUrl = z.url({ protocol: /^https?$/, error: 'must be a web address' });

const common = {
  TEMPORAL_NAMESPACE: optional(z.string()),
  GRANTPOT_TASK_QUEUE: optional(z.string()),
  GRANTPOT_DATA_DIR: optional(z.string()),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'must be an address like smtp://user:password@host:587' })),
  MAIL_DIR: optional(z.string()),
  LOG_LEVEL: optional(logLevel),
  GRANTPOT_PUBLIC_URL: optional(webUrl),
  INBOUND_MAIL_DOMAIN: optional(z.hostname({ error: 'must be a domain like replies.example.org' })),
  INBOUND_MAIL_PORT: optional(port),
  INBOUND_MAIL_HOST: optional(z.string()),
};

const launcherSchema = z.object({
  ...common,
  DATABASE_URL: optional(postgresUrl),
  DATABASE_MIGRATION_URL: optional(postgresUrl),
  TEMPORAL_ADDRESS: optional(hostAndPort),
  PORT: optional(port),
  GRANTPOT_DEMO: optional(flag),
  GRANTPOT_FIELD_KEY: optional(keys),
  GRANTPOT_CODEC_KEY: optional(keys),
  TEMPORAL_CLI_PATH: optional(z.string()),
  XDG_CACHE_HOME: optional(z.string()),
});

const serviceSchema = z.object({
  ...common,
  DATABASE_URL: postgresUrl,
  DATABASE_MIGRATION_URL: optional(postgresUrl),
  TEMPORAL_ADDRESS: hostAndPort,
  PORT: optional(port),
  GRANTPOT_LISTEN: optional(
    z.union([z.ipv4(), z.ipv6()], { error: 'must be an address of this machine, like 0.0.0.0' }),
  ),
  GRANTPOT_DEMO: optional(flag),
  GRANTPOT_KEYS_FILE: optional(z.string()),
  GRANTPOT_FIELD_KEY: keys,
  GRANTPOT_CODEC_KEY: keys,
  CLAMD_ADDRESS: optional(hostAndPort),
  GRANTPOT_TRUSTED_PROXIES: optional(z.string()),
  OIDC_ISSUER: optional(webUrl),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_NAME: optional(z.string()),
  OIDC_IS_SECOND_FACTOR: optional(flag),
  METRICS_HOST: optional(z.string()),
  WEB_METRICS_PORT: optional(port),
  WORKER_METRICS_PORT: optional(port),
  TEMPORAL_METRICS_PORT: optional(port),
});

/** What holds for every process of Grantpot. */
interface CommonEnvironment {
  readonly temporalNamespace: string;
  readonly taskQueue: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Where mail goes; files in `mailDirectory` when there is none. */
  readonly smtpUrl: string | undefined;
  readonly mailDirectory: string;
  readonly logLevel: z.infer<typeof logLevel>;
}

/** What `npm start` is told. What is undefined it provides or chooses itself. */
export interface LauncherEnvironment extends CommonEnvironment {
  readonly databaseUrl: string | undefined;
  readonly databaseMigrationUrl: string | undefined;
  readonly temporalAddress: string | undefined;
  readonly port: number | undefined;
  readonly demonstration: boolean | undefined;
  /** As for the services; those of the data directory where there are none. */
  readonly fieldKeys: readonly Buffer[] | undefined;
  readonly codecKeys: readonly Buffer[] | undefined;
  readonly publicUrl: string | undefined;
  readonly temporalCliPath: string | undefined;
  /** Grantpot's folder in the user's cache. */
  readonly cacheDirectory: string;
  /** The whole environment of this process, to hand on to programs that it starts. */
  readonly inherited: NodeJS.ProcessEnv;
}

/** What worker, web and command line are told. */
export interface ServiceEnvironment extends CommonEnvironment {
  /** The application's login. */
  readonly databaseUrl: string;
  /** The owner's login; only the command line is given it. */
  readonly databaseMigrationUrl: string | undefined;
  readonly temporalAddress: string;
  /** Where the web server listens: on this address of the machine, the loopback unless it is told otherwise. */
  readonly listen: string;
  readonly port: number;
  /** Demonstration mode: the pages under /dev are there. */
  readonly demonstration: boolean;
  /** Encrypt bank details and client references in the database; the newest first. */
  readonly fieldKeys: readonly Buffer[];
  /** Encrypt what workflows hold; the newest first. */
  readonly codecKeys: readonly Buffer[];
  /** The file of the data directory that these keys are in; undefined where they were given by the environment. */
  readonly keysFile: string | undefined;
  /** The address that people see, for links in mail; no slash at its end. */
  readonly publicUrl: string;
  /** Where a ClamAV daemon checks uploaded files; they are not checked without. */
  readonly clamdAddress: string | undefined;
  /** Which proxies before the web server are believed about where a request came from: addresses, or how many there are. */
  readonly trustedProxies: string | number | undefined;
  /** An organisation's own sign-in, where there is one. */
  readonly signInProvider: ProviderEnvironment | undefined;
  /** Where answers by mail come in; nobody answers by mail without. */
  readonly inboundMail: InboundMailEnvironment | undefined;
  /** Where figures are answered, for those who run Grantpot. */
  readonly metrics: MetricsEnvironment;
}

/** Where answers by mail come in, from a mail server of the organisation's. */
export interface InboundMailEnvironment {
  /** What stands behind the @ of the addresses. */
  readonly domain: string;
  /** The loopback, unless that mail server is on another machine or in another container. */
  readonly host: string;
  readonly port: number;
}

/** A sign-in of an organisation's own, by OpenID Connect. */
export interface ProviderEnvironment {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As people know it. */
  readonly name: string;
  /** Whether it always asks for a second factor; else its answer has to say so. */
  readonly isSecondFactor: boolean;
}

/** Where each process answers `/metrics`; it does not without a port. */
export interface MetricsEnvironment {
  /** The loopback, unless figures are fetched from another machine or container. */
  readonly host: string;
  readonly webPort: number | undefined;
  readonly workerPort: number | undefined;
  /** Temporal's own figures of the worker, by its own listener. */
  readonly temporalPort: number | undefined;
}

/**
 * Reads what `npm start` is told.
 *
 * @throws StartupError that names the variable that cannot be used
 */
export function readLauncherEnvironment(source: NodeJS.ProcessEnv = process.env): LauncherEnvironment {
  const env = parse(launcherSchema, source);
  return {
    ...commonOf(env),
    databaseUrl: env.DATABASE_URL,
    databaseMigrationUrl: env.DATABASE_MIGRATION_URL,
    temporalAddress: env.TEMPORAL_ADDRESS,
    port: env.PORT,
    demonstration: env.GRANTPOT_DEMO,
    fieldKeys: env.GRANTPOT_FIELD_KEY,
    codecKeys: env.GRANTPOT_CODEC_KEY,
    publicUrl: withoutSlash(env.GRANTPOT_PUBLIC_URL),
    temporalCliPath: env.TEMPORAL_CLI_PATH,
    cacheDirectory: join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'grantpot'),
    inherited: source,
  };
}

/**
 * Reads what worker, web and command line are told. Where DATABASE_URL is not set, what the `npm start` on the same data directory has written down for
 * them stands in, so that the command line finds its servers.
 *
 * @throws StartupError that names the variable that is missing or cannot be used
 */
export function readServiceEnvironment(source: NodeJS.ProcessEnv = process.env): ServiceEnvironment {
  const env = parse(serviceSchema, present(source, 'DATABASE_URL') ? source : { ...writtenByStart(source), ...source });
  const port = env.PORT ?? 8080;
  return {
    ...commonOf(env),
    databaseUrl: env.DATABASE_URL,
    databaseMigrationUrl: env.DATABASE_MIGRATION_URL,
    temporalAddress: env.TEMPORAL_ADDRESS,
    listen: env.GRANTPOT_LISTEN ?? '127.0.0.1',
    port,
    demonstration: env.GRANTPOT_DEMO ?? false,
    fieldKeys: env.GRANTPOT_FIELD_KEY,
    codecKeys: env.GRANTPOT_CODEC_KEY,
    keysFile: env.GRANTPOT_KEYS_FILE,
    publicUrl: withoutSlash(env.GRANTPOT_PUBLIC_URL) ?? `http://localhost:${String(port)}`,
    clamdAddress: env.CLAMD_ADDRESS,
    trustedProxies: proxiesOf(env.GRANTPOT_TRUSTED_PROXIES),
    signInProvider: providerOf(env),
    inboundMail: inboundMailOf(env),
    metrics: {
      host: env.METRICS_HOST ?? '127.0.0.1',
      webPort: env.WEB_METRICS_PORT,
      workerPort: env.WORKER_METRICS_PORT,
      temporalPort: env.TEMPORAL_METRICS_PORT,
    },
  };
}

const proxiesOf = (text: string | undefined): string | number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : text;

/** @throws StartupError when it is only half configured */
function inboundMailOf({
  INBOUND_MAIL_DOMAIN: domain,
  INBOUND_MAIL_PORT: port,
  INBOUND_MAIL_HOST: host = '127.0.0.1',
}: z.infer<typeof serviceSchema>): InboundMailEnvironment | undefined {
  if (domain === undefined && port === undefined) return undefined;
  if (domain === undefined || port === undefined) {
    throw new StartupError('INBOUND_MAIL_DOMAIN and INBOUND_MAIL_PORT go together: set both, or none.');
  }
  return { domain, host, port };
}

/** @throws StartupError when it is only half configured */
function providerOf(env: z.infer<typeof serviceSchema>): ProviderEnvironment | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new StartupError('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three, or none.');
  }
  const name = env.OIDC_NAME ?? new URL(issuer).hostname;
  return { issuer, clientId, clientSecret, name, isSecondFactor: env.OIDC_IS_SECOND_FACTOR ?? false };
}

const databaseSchema = z.object({ DATABASE_URL: postgresUrl, DATABASE_MIGRATION_URL: optional(postgresUrl) });

/** The logins of a database: all that commands need which act on the database alone. */
export interface DatabaseEnvironment {
  /** The application's login. */
  readonly databaseUrl: string;
  /** The owner's login. */
  readonly databaseMigrationUrl: string | undefined;
}

/**
 * Reads which database is meant: DATABASE_URL's, or that of the `npm start` on the same data directory.
 *
 * @throws StartupError that names the variable that is missing or cannot be used
 */
export function readDatabaseEnvironment(source: NodeJS.ProcessEnv = process.env): DatabaseEnvironment {
  const env = parse(
    databaseSchema,
    present(source, 'DATABASE_URL') ? source : { ...writtenByStart(source), ...source },
  );
  return { databaseUrl: env.DATABASE_URL, databaseMigrationUrl: env.DATABASE_MIGRATION_URL };
}

const upgradeSchema = z.object({
  DATABASE_URL: postgresUrl,
  DATABASE_MIGRATION_URL: postgresUrl,
  DATABASE_ADMINISTRATOR_URL: optional(postgresUrl),
  TEMPORAL_ADDRESS: hostAndPort,
  TEMPORAL_NAMESPACE: optional(z.string()),
});

/** What has to be brought to this version before worker and web start. */
export interface UpgradeEnvironment {
  /** The application's login. */
  readonly databaseUrl: string;
  /** The owner's login. */
  readonly databaseMigrationUrl: string;
  /** A login that may make roles and databases; needed the first time only. */
  readonly databaseAdministratorUrl: string | undefined;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
}

/**
 * Reads which servers are to be brought to this version; nothing that a running `npm start` has written down stands in.
 *
 * @throws StartupError that names the variable that is missing or cannot be used
 */
export function readUpgradeEnvironment(source: NodeJS.ProcessEnv = process.env): UpgradeEnvironment {
  const env = parse(upgradeSchema, source);
  return {
    databaseUrl: env.DATABASE_URL,
    databaseMigrationUrl: env.DATABASE_MIGRATION_URL,
    databaseAdministratorUrl: env.DATABASE_ADMINISTRATOR_URL,
    temporalAddress: env.TEMPORAL_ADDRESS,
    temporalNamespace: env.TEMPORAL_NAMESPACE ?? 'default',
  };
}

/** The file in which a running `npm start` keeps the variables of its processes, by name. */
export function writtenEnvironmentFile(dataDirectory: string): string {
  return join(dataDirectory, 'run', 'environment.json');
}

function writtenByStart(source: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const dataDirectory = dataDirectoryOf(source['GRANTPOT_DATA_DIR']);
  const file = writtenEnvironmentFile(dataDirectory);
  if (!existsSync(file)) {
    throw new StartupError(
      `No Grantpot runs on ${dataDirectory}: start it with npm start, or name its data directory in GRANTPOT_DATA_DIR, or set DATABASE_URL.`,
    );
  }
  const written = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ProcessEnv;
  return { ...written, ...keysWrittenIn(written['GRANTPOT_KEYS_FILE']) };
}

const keysFileSchema = z.object({ fieldKeys: z.array(z.string()), codecKeys: z.array(z.string()) });

/** The keys of a data directory as they are now: they can be rotated while it runs. */
function keysWrittenIn(file: string | undefined): NodeJS.ProcessEnv {
  if (file === undefined) return {};
  const kept = keysFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { GRANTPOT_FIELD_KEY: kept.fieldKeys.join(','), GRANTPOT_CODEC_KEY: kept.codecKeys.join(',') };
}

function commonOf(env: z.infer<z.ZodObject<typeof common>>): CommonEnvironment {
  const dataDirectory = dataDirectoryOf(env.GRANTPOT_DATA_DIR);
  return {
    temporalNamespace: env.TEMPORAL_NAMESPACE ?? 'default',
    taskQueue: env.GRANTPOT_TASK_QUEUE ?? 'grantpot',
    dataDirectory,
    smtpUrl: env.SMTP_URL,
    mailDirectory: env.MAIL_DIR === undefined ? join(dataDirectory, 'mail') : resolve(env.MAIL_DIR),
    logLevel: env.LOG_LEVEL ?? 'info',
  };
}

function parse<T extends z.ZodType>(schema: T, source: NodeJS.ProcessEnv): z.infer<T> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return present(source, name) ? `${name} ${issue.message}` : `${name} is not set`;
  });
  throw new StartupError(`${[...new Set(faults)].join('; ')}: correct the environment and start again.`);
}

function present(source: NodeJS.ProcessEnv, name: string): boolean {
  return source[name] !== undefined && source[name] !== '';
}

function dataDirectoryOf(configured: string | undefined): string {
  return resolve(configured === undefined || configured === '' ? '.data' : configured);
}

function withoutSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '');
}
