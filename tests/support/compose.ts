import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

/** What of a service in docker-compose.yml the rules look at. */
export interface ComposeService {
  image?: string;
  build?: string;
  user?: string;
  command?: string[];
  entrypoint?: string[];
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  ports?: string[];
  networks?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  deploy?: { replicas?: number };
}

/** docker-compose.yml, its merge keys resolved, its variables as they stand. */
export interface Compose {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, object>;
}

/** The files that describe production. */
export interface Production {
  compose: Compose;
  dockerfile: string;
  dockerignore: string;
  /** `.env.example`. */
  variables: string;
}

/** The root of the project. */
const ROOT = resolve(__dirname, '../..');

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Reads the files anew, so that a test may change what it was given. */
export function readProduction(): Production {
  return {
    compose: parse(text('docker-compose.yml'), { merge: true }) as Compose,
    dockerfile: text('Dockerfile'),
    dockerignore: text('.dockerignore'),
    variables: text('.env.example'),
  };
}

/** The schema of the compose specification, as dclint (MIT) ships it; the specification itself is under Apache-2.0. */
function composeSchema(): object {
  const folder = dirname(require.resolve('dclint/package.json'));
  const { $schema: _draft, ...schema } = JSON.parse(
    readFileSync(join(folder, 'schemas/compose.schema.json'), 'utf8'),
  ) as { $schema: string };
  return schema;
}

const DURATION = /^(\d+(\.\d+)?(us|ms|s|m|h))+$/;

/** What the compose specification says against a file; nothing when it is right. */
export function schemaFaults(compose: Compose): readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('duration', DURATION);
  for (const format of ['ports', 'expose', 'subnet_ip_address']) ajv.addFormat(format, true);
  const validate = ajv.compile(composeSchema());
  if (validate(compose)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** A `${NAME}` with what follows it: `:?` and a sentence, `:-` and what stands in, or nothing. */
export interface Interpolation {
  readonly name: string;
  readonly operator: string;
  readonly argument: string;
}

/** The variables that stand in a text. */
export function interpolationsIn(value: string): readonly Interpolation[] {
  return [...value.matchAll(/\$\{(\w+)(:?[-?+])?([^}]*)\}/g)].map(([, name = '', operator = '', argument = '']) => ({
    name,
    operator,
    argument,
  }));
}

/** Fills variables in as compose does. @throws for one that has to be set and is not */
export function filledIn(value: string, variables: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+)(:?[-?+])?([^}]*)\}/g, (_all, name: string, operator = '', argument = '') => {
    const found = variables[name] ?? '';
    if (found === '' && operator === ':?') throw new Error(`${name} ${String(argument)}`);
    return found === '' ? String(argument) : found;
  });
}

/** The variables of `.env.example`, with what they are set to and the comment above them. */
export function variablesOf(
  example: string,
): Readonly<Record<string, { readonly value: string; readonly above: string }>> {
  const lines = example.split('\n');
  return Object.fromEntries(
    lines.flatMap((line, index) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, { value: value ?? '', above: lines[index - 1] ?? '' }]];
    }),
  );
}

/** The instructions of a Dockerfile, lines that go on joined, comments left out. */
export function instructionsOf(dockerfile: string): readonly { readonly word: string; readonly rest: string }[] {
  return dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const [, word, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return word === undefined ? [] : [{ word, rest: rest ?? '' }];
    });
}

/** Whether a file of the project is there. A file of `dist` is when its source is. */
export function isInProject(file: string): boolean {
  const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
  return existsSync(join(ROOT, file.startsWith('dist/') ? source : file));
}

/** The names that stand in a source file of the project, as this pattern's first group finds them. */
export function namesIn(file: string, pattern: RegExp): readonly string[] {
  return [...text(file).matchAll(pattern)].map(([, name]) => name ?? '');
}
