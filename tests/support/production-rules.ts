import { stoppingOf } from '../../src/launcher/pid-files';
import {
  type Compose,
  type ComposeService,
  instructionsOf,
  interpolationsIn,
  isInProject,
  namesIn,
  type Production,
  schemaFaults,
  variablesOf,
} from './compose';

/** A rule about the files of production: what stands against it, one sentence each. */
export type Rule = (production: Production) => readonly string[];

const SECRET = /PASSWORD|_KEY$|SECRET|TOKEN/;

/** What other people's images are told, beside what is ours. */
const VARIABLES_OF_IMAGES = [
  /^POSTGRES_(USER|PASSWORD|INITDB_ARGS)$/,
  /^SQL_(PLUGIN|HOST|PORT|USER|PASSWORD)$/,
  /^MP_/,
];

const servicesOf = ({ services }: Compose): readonly (readonly [string, ComposeService])[] => Object.entries(services);

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
};

const isOneShot = (compose: Compose, name: string): boolean =>
  compose.services[name]?.restart === 'no' &&
  servicesOf(compose).some(([, other]) => other.depends_on?.[name]?.condition === 'service_completed_successfully');

const eachService =
  (fault: (service: ComposeService, name: string, compose: Compose) => string | undefined | false): Rule =>
  ({ compose }) =>
    servicesOf(compose).flatMap(([name, service]) => {
      const said = fault(service, name, compose);
      return typeof said === 'string' ? [`${name} ${said}`] : [];
    });

/** Both images of a Temporal server must be the release that the native topology builds. */
const RELEASE = namesIn('src/launcher/temporal-on-postgres/programs.ts', /RELEASE = '([\d.]+)'/g)[0] ?? '';

const pinFault = (image: string): string | undefined => {
  const tag = image.split(':')[1] ?? '';
  if (image.startsWith('grantpot:${GRANTPOT_VERSION:?')) return undefined;
  if (!/\d+\.\d+/.test(tag) || tag.includes('latest')) return `is ${image}, which is not pinned`;
  const ofTemporal = /^temporalio\/(server|admin-tools)$/.test(image.split(':')[0] ?? '');
  return ofTemporal && tag.split('-')[0] !== RELEASE ? `is ${image}, and the release is ${RELEASE}` : undefined;
};

const seconds = (duration: string | undefined): number => Number(/^(\d+)s$/.exec(duration ?? '')?.[1] ?? 0);

const GRACE: Readonly<Record<string, Parameters<typeof stoppingOf>[0]>> = {
  web: 'web',
  worker: 'worker',
  postgres: 'postgres',
  'temporal-postgres': 'postgres',
  'temporal-frontend': 'temporal',
  'temporal-history': 'temporal',
  'temporal-matching': 'temporal',
  'temporal-worker': 'temporal',
};

/** Every rule of ours about the files of production, by what it asks for. */
export const RULES: Readonly<Record<string, Rule>> = {
  'is what the compose specification allows': ({ compose }) => schemaFaults(compose),

  'has no default secret': ({ compose, variables }) => [
    ...servicesOf(compose).flatMap(([name, { environment = {} }]) =>
      Object.entries(environment)
        .filter(([variable, value]) => SECRET.test(variable) && !/^\$\{\w+:\?[^}]+\}$/.test(value))
        .map(([variable]) => `${name} has ${variable} not from a variable that must be set`),
    ),
    ...textsOf(compose)
      .flatMap((value) => [...value.matchAll(/:\/\/\w+:(?!\d)(\$\{\w+:\?[^}]+\}@)?/g)])
      .filter(([, password]) => password === undefined)
      .map(([found]) => `${found} goes on with a password that does not come from a variable that must be set`),
    ...textsOf(compose)
      .flatMap(interpolationsIn)
      .filter(({ name, operator, argument }) => SECRET.test(name) && !(operator === ':?' && argument.length > 10))
      .map(({ name }) => `${name} may be left out, or no sentence says what it is`),
    ...Object.entries(variablesOf(variables))
      .filter(([name, { value, above }]) => SECRET.test(name) && !(value === '' && above.startsWith('# openssl rand ')))
      .map(([name]) => `.env.example sets ${name}, or does not say how to make it`),
  ],

  'has a health check for whatever goes on running': eachService((service, name, compose) => {
    const checked = (service.healthcheck?.test.length ?? 0) > 1 && service.healthcheck?.disable !== true;
    return !checked && !isOneShot(compose, name) && 'is neither checked nor ends by itself';
  }),

  'waits for what it depends on to be healthy or done': eachService((service, _name, compose) => {
    const wrong = Object.entries(service.depends_on ?? {}).find(([other, { condition }]) =>
      condition === 'service_completed_successfully'
        ? compose.services[other]?.restart !== 'no'
        : condition !== 'service_healthy' || compose.services[other]?.healthcheck === undefined,
    );
    return wrong !== undefined && `cannot wait for ${wrong[0]}`;
  }),

  'runs nothing as root': ({ compose, dockerfile }) => [
    ...eachService(({ user = 'root' }) => /^(root|0)(:|$)/.test(user) && 'runs as root')({
      compose,
      dockerfile,
    } as Production),
    ...(/^(root|0)?$/.test(instructionsOf(dockerfile).findLast(({ word }) => word === 'USER')?.rest ?? '')
      ? ['the image runs as root']
      : []),
  ],

  'can change nothing but its own data': eachService(
    (service) =>
      !(
        service.read_only === true &&
        service.cap_drop?.includes('ALL') === true &&
        service.security_opt?.includes('no-new-privileges:true') === true
      ) && 'is not read-only, keeps capabilities or can gain privileges',
  ),

  'mounts files for reading only': eachService(({ volumes = [] }, _name, compose) => {
    const [wrong] = volumes.filter(
      (volume) => !volume.endsWith(':ro') && !Object.hasOwn(compose.volumes, volume.split(':')[0] ?? ''),
    );
    return wrong !== undefined && `may write to ${wrong}`;
  }),

  'pins each image': ({ compose, dockerfile }) => [
    ...eachService(({ image = '' }) => pinFault(image))({ compose, dockerfile } as Production),
    ...instructionsOf(dockerfile)
      .filter(({ word, rest }) => word === 'FROM' && rest.includes(':') && pinFault(rest.split(' ')[0]!) !== undefined)
      .map(({ rest }) => `FROM ${rest} is not pinned`),
  ],

  'publishes the web alone': eachService(
    ({ ports = [] }, name) => name !== 'web' && ports.length > 0 && 'is published',
  ),

  'lets out only what sends mail or is published': eachService(
    ({ networks = [] }, name, compose) =>
      (networks.length === 0 || networks.some((network) => compose.networks[network]?.internal !== true)) &&
      !['web', 'worker', 'mail'].includes(name) &&
      'is on a network that leads out',
  ),

  'has a port for each web container': ({ compose }) => {
    const { ports = [], deploy } = compose.services['web']!;
    const [, first = 0, last = 0] = /:(\d+)-(\d+)\}:8080$/.exec(ports[0] ?? '') ?? [];
    return Number(last) - Number(first) + 1 === deploy?.replicas
      ? []
      : ['there are not as many ports as web containers'];
  },

  'names each variable in .env.example, and no other': ({ compose, variables }) => {
    const used = new Set(
      textsOf(compose)
        .flatMap(interpolationsIn)
        .map(({ name }) => name),
    );
    const named = Object.keys(variablesOf(variables));
    return [
      ...[...used].filter((name) => !named.includes(name)).map((name) => `${name} is not in .env.example`),
      ...named.filter((name) => !used.has(name)).map((name) => `${name} is in .env.example and nothing uses it`),
    ];
  },

  'tells nobody what nobody reads': ({ compose }) => {
    const ours = namesIn('src/config/environment.ts', /^ {2}([A-Z_]+):/gm);
    const temporals = namesIn('src/launcher/temporal-on-postgres/config/production.yaml', /env "([A-Z_]+)"/g);
    return servicesOf(compose).flatMap(([name, { environment = {}, build }]) =>
      Object.keys(environment)
        .filter((variable) =>
          build === undefined
            ? !temporals.includes(variable) && !VARIABLES_OF_IMAGES.some((known) => known.test(variable))
            : !ours.includes(variable),
        )
        .map((variable) => `${name} is told ${variable}, which it does not know`),
    );
  },

  'gives each time to end in order': eachService(({ stop_grace_period }, name) => {
    const kind = GRACE[name];
    return kind !== undefined && seconds(stop_grace_period) * 1_000 < stoppingOf(kind).graceMs && 'is killed too early';
  }),

  'starts what is there': ({ compose }) =>
    servicesOf(compose).flatMap(([name, { command = [], healthcheck, volumes = [] }]) =>
      [
        ...[...command, ...(healthcheck?.test ?? [])].filter((word) => /^(dist|bin)\//.test(word)),
        ...volumes.filter((volume) => volume.startsWith('./')).map((volume) => volume.split(':')[0]!),
      ]
        .filter((file) => !isInProject(file))
        .map((file) => `${name} needs ${file}, which is not there`),
    ),

  'builds from what is there': ({ dockerfile, dockerignore }) => {
    const kept = dockerignore.split('\n').flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? []);
    const instructions = instructionsOf(dockerfile);
    const copied = instructions
      .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    const built = instructions.flatMap(({ word, rest }) =>
      word === 'RUN' ? (/node (scripts\/\S+)/.exec(rest)?.[1] ?? []) : [],
    );
    return [
      ...[...copied, ...built].filter((file) => !isInProject(file)).map((file) => `${file} is not there`),
      ...copied.filter((file) => !kept.includes(file)).map((file) => `${file} is kept out by .dockerignore`),
      ...(built.length === 0 ? ['nothing is built'] : []),
    ];
  },

  'starts without a shell and without npm': ({ dockerfile }) => {
    const instructions = instructionsOf(dockerfile);
    const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));
    return [
      ...last
        .filter(({ word, rest }) => ['CMD', 'ENTRYPOINT'].includes(word) && !rest.startsWith('['))
        .map(({ word }) => `${word} is given to a shell, which passes no signal on`),
      ...(last.some(({ word, rest }) => word === 'RUN' && /rm -rf .*\/npm\b/.test(rest))
        ? []
        : ['npm is in the image']),
    ];
  },
};
