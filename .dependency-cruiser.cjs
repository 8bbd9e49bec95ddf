/** @type {import('dependency-cruiser').IConfiguration} */

/** All code of ours: what a layer's rule judges. Packages and Node's built-ins have rules of their own. */
const OURS = '^(src|workflows|activities|db|tests|bench|scripts|bin)/';
const NPM = (names) => `(^|/)node_modules/(@types/)?(${names})/`;

/** One layer and all that it may import of our own code; itself always. */
const layer = (name, from, allowed, comment, { fromNot = '^$' } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: fromNot },
  to: { path: OURS, pathNot: [from, ...allowed] },
});

const never = (name, from, to, comment, { toNot = '^$', fromNot = '^$' } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: fromNot },
  to: { path: to, pathNot: toNot },
});

const CONFIG = '^src/config/';
const DOMAIN = '^src/domain/';
const CONTRACTS = '^src/contracts/';
const COMMANDS = '^src/commands/';
const DOCUMENTS = '^src/documents/';
const DOCUMENT_TEXTS = '^src/documents/text/';
const FILES = '^src/files/';
const DELIVERY = '^src/delivery/';
const HTTP = '^src/http/';
const WORKER = '^src/worker/';
const CLI = '^src/cli/';
const LAUNCHER = '^src/launcher/';
const OBSERVING = '^src/observing/';
const WORKFLOWS = '^workflows/';
const MESSAGES = '^workflows/[^/]+/messages\\.ts$';
const PORTS = '^workflows/.+ports\\.ts$';
const FAILURE_CONVERTER = '^workflows/failure-converter\\.ts$';
const ACTIVITIES = '^activities/';
const DB = '^db/';
const MIGRATIONS = '^db/migrations/';
const HTTP_MAIN = '^src/http/main\\.ts$';

module.exports = {
  forbidden: [
    layer('domain', DOMAIN, [], 'Pure rules import nothing but themselves.'),
    {
      name: 'domain-is-pure',
      comment: 'The calendar library is the one package of the rules; they run in any process and in any test.',
      severity: 'error',
      from: { path: DOMAIN },
      to: {
        dependencyTypesNot: ['local'],
        pathNot: ['^src/domain/', NPM('temporal-polyfill|temporal-spec|temporal-utils')],
      },
    },
    layer('contracts', CONTRACTS, [DOMAIN], 'What crosses a boundary is built from the domain only.'),
    {
      name: 'contracts-are-light',
      comment: 'Contracts enter the workflow bundle: no packages, no Node built-ins.',
      severity: 'error',
      from: { path: CONTRACTS },
      to: { pathNot: [OURS, NPM('@temporalio/common')] },
    },
    layer(
      'commands',
      COMMANDS,
      [DOMAIN, CONTRACTS, DOCUMENT_TEXTS, DB],
      'A command changes the record, inside the transaction given to it.',
    ),
    layer('document-texts', DOCUMENT_TEXTS, [DOMAIN], 'What a document says is put together from facts alone.'),
    layer(
      'documents',
      DOCUMENTS,
      [DOMAIN],
      'PDFs, sheets and calendar files are made of texts and facts, not of the record.',
    ),
    never(
      'document-packages',
      '^(src|workflows|activities|db)/',
      NPM('pdfkit|write-excel-file|ics|@expo-google-fonts/[^/]+'),
      'Documents are made in one place.',
      { fromNot: [DOCUMENTS] },
    ),
    never(
      'texts-are-plain',
      DOCUMENT_TEXTS,
      NPM('pdfkit|csv-stringify|write-excel-file|ics'),
      'A text knows nothing of how it looks.',
    ),
    layer('files', FILES, [DOMAIN], 'What is in an uploaded file is looked at before it touches the record.'),
    never(
      'file-packages',
      '^(src|workflows|activities|db)/',
      NPM('sharp|file-type|yauzl'),
      'What a file holds is looked at in one place.',
      { fromNot: [FILES] },
    ),
    layer(
      'delivery',
      DELIVERY,
      [CONTRACTS, COMMANDS, DB, MESSAGES, '^src/domain/(calendar/calendar|money/money|policy/letter-wording)\\.ts$'],
      'Delivery takes stored commands to their runs and mails to people; it decides nothing. Mails say dates and sums as pages do, in the words that a pot gave them.',
    ),
    layer(
      'http',
      HTTP,
      [CONTRACTS, DOMAIN, COMMANDS, DELIVERY, DOCUMENTS, FILES, OBSERVING, DB],
      'HTTP is thin: it stores a command, sends it and answers.',
      {
        fromNot: HTTP_MAIN,
      },
    ),
    {
      name: 'http-reads-by-query',
      comment:
        'HTTP asks db/queries by name, and db/errors what will pass; of the rest it may name types, to pass them on.',
      severity: 'error',
      from: { path: HTTP, pathNot: HTTP_MAIN },
      to: { path: [DB, NPM('kysely|pg')], pathNot: '^db/(queries/|errors\\.ts$)', dependencyTypesNot: ['type-only'] },
    },
    layer(
      'http-main',
      HTTP_MAIN,
      [HTTP, CONFIG, CONTRACTS, DOMAIN, COMMANDS, DELIVERY, DOCUMENTS, FILES, OBSERVING, DB],
      'The composition root of the web process.',
    ),
    layer('observing', OBSERVING, [CONFIG, DB], 'What is observed is figures and ids: no rule, no command.'),
    never(
      'observing-packages',
      '^(src|workflows|activities|db)/',
      NPM('pino|prom-client'),
      'Figures are kept and logs are written in one place; the others say what happened.',
      { fromNot: [OBSERVING, WORKER] },
    ),
    never('worker', WORKER, [HTTP, CLI, LAUNCHER], 'The worker composes everything but what is in front of it.'),
    never('cli', CLI, WORKFLOWS, 'Operators act through commands; a workflow is never called.'),
    layer('config', CONFIG, [], 'Configuration depends on nobody.'),
    {
      name: 'config-by-zod',
      comment: 'The environment is parsed by zod, and needs nothing else.',
      severity: 'error',
      from: { path: CONFIG },
      to: { pathNot: [CONFIG, NPM('zod')], dependencyTypesNot: ['core'] },
    },
    layer(
      'launcher',
      LAUNCHER,
      [CONFIG, DB, '^src/contracts/demonstration-people\\.ts$'],
      'The launcher starts processes; it knows no rule of the product. It prints whom the demonstration wrote down.',
    ),
    never('launcher-queries', LAUNCHER, '^db/queries/', 'The launcher sets the database up; it reads no record.'),
    layer('workflows', WORKFLOWS, [CONTRACTS], 'A workflow waits; rules, records and adapters stay outside.'),
    {
      name: 'workflow-packages',
      comment: 'The bundler would take kysely or zod without complaint.',
      severity: 'error',
      from: { path: WORKFLOWS, pathNot: FAILURE_CONVERTER },
      to: { pathNot: [OURS, NPM('@temporalio/workflow')] },
    },
    {
      name: 'failure-converter-packages',
      comment: 'The one file of the bundle that Temporal makes out of its own common package.',
      severity: 'error',
      from: { path: FAILURE_CONVERTER },
      to: { pathNot: [OURS, NPM('@temporalio/(workflow|common)')] },
    },
    {
      name: 'ports-are-types',
      comment: 'A port is what a workflow needs, stated as a type: nobody loads it.',
      severity: 'error',
      from: {},
      to: { path: PORTS, dependencyTypesNot: ['type-only'] },
    },
    layer(
      'activities',
      ACTIVITIES,
      [COMMANDS, DOMAIN, CONTRACTS, DB, PORTS],
      'Activities adapt commands and queries to the ports of workflows.',
    ),
    layer('db', DB, [DOMAIN], 'The record knows the domain and nobody above it.'),
    layer('migrations', MIGRATIONS, [], "A frozen migration must still run when today's code has changed."),

    never(
      'tests-are-outside',
      '^(src|workflows|activities|db)/',
      '^(tests|bench|scripts|bin)/',
      'The product never imports its tests or tools.',
    ),
    never(
      'entry-points',
      '^(src|workflows|activities|db)/',
      '^src/(worker|http|cli|launcher)/main\\.ts$',
      'A process is started, not imported.',
    ),

    never(
      'temporal-stays-out',
      ['^db/', COMMANDS, DOMAIN],
      NPM('@temporalio/[^/]+'),
      'The record and the rules outlive the conductor.',
    ),
    never(
      'client',
      '^(src|workflows|activities|db)/',
      NPM('@temporalio/client'),
      'Runs are reached by delivery; composition roots connect it.',
      {
        fromNot: [DELIVERY, HTTP_MAIN, WORKER, CLI, LAUNCHER],
      },
    ),
    never(
      'worker-package',
      '^(src|workflows|activities|db)/',
      NPM('@temporalio/worker'),
      'One process runs workflows.',
      { fromNot: [WORKER, CLI] },
    ),
    never(
      'express',
      '^(src|workflows|activities|db)/',
      NPM('express|helmet|nunjucks'),
      'Pages and routes live in src/http.',
      {
        fromNot: HTTP,
      },
    ),

    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that is not an entry point is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.test\\.ts$',
          '/main\\.ts$',
          CLI,
          MIGRATIONS,
          '^workflows/(?:index|stack-traces)\\.ts$', // the latter preloaded by its path
          '^(bench|scripts|bin)/',
          '^tests/support/global-',
          '^tests/support/an-hour-ahead\\.cjs$', // preloaded by its path
          '^tests/support/access/in-page\\.js$', // read as text, and run in the page
        ],
      },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that resolves to nothing fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that only comes along with another disappears with it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages',
      comment: 'Production installs without development packages.',
      severity: 'error',
      from: { path: '^(src|workflows|activities|db|bin)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What browsers run is resolved by browsers, beside what the build puts there.
    exclude: { path: '^(dist[^/]*|\\.data|src/http/pages/assets)/' },
    // Type-only imports are dependencies too: a layer that names another's types knows it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
    skipAnalysisNotInRules: true,
  },
};
