/**
 * What `npm run test:mutants` changes, and by which tests it must be seen. A room is tried in parts: each has its files
 * and its tests, and remembers its results from one run to the next.
 */

/** Where results, and Stryker's copies of the project, are kept. */
export const FOLDER = 'coverage/mutants';

/** The rules: every mutator, seen by the unit tests alone. */
const domain = {
  name: 'domain',
  source: 'src/domain/',
  /** The least percentage of mutants that must be seen; of the rest each must be explained. */
  leastScore: 90,
  jestConfig: 'tests/mutants/jest.pure.cjs',
  excludedMutations: [],
  parts: [{ name: 'domain', source: 'src/domain/', tests: ['tests/unit/'] }],
};

/** A folder of commands, and the test files whose names begin so. */
const area = (name, ...tests) => ({
  name,
  source: `src/commands/${name}/`,
  tests: tests.map((test) => `tests/activity/${test}`),
});

/** The effects, against a real database: guards only, since each mutant costs seconds. */
const commands = {
  name: 'commands',
  source: 'src/commands/',
  leastScore: 0,
  jestConfig: 'tests/mutants/jest.real.cjs',
  needsServers: true,
  // What is left decides whether something is done: conditions, comparisons, `&&` and `||`, `true` and `false`, blocks,
  // and which rows of a list count. The rest is what is done, which the tests of an area compare as rows and answers.
  excludedMutations: [
    'ArithmeticOperator',
    'ArrayDeclaration',
    'ArrowFunction',
    'AssignmentOperator',
    'ObjectLiteral',
    'OptionalChaining',
    'Regex',
    'StringLiteral',
    'UnaryOperator',
    'UpdateOperator',
  ],
  parts: [
    area('announcements', 'announcements'),
    area('application', 'application-', 'grant-invariants'),
    area('apply', 'inbox', 'ledger'),
    area('confirmations', 'confirmations'),
    area('conversation', 'conversation'),
    area('directory', 'directory'),
    area('draft-feedback', 'draft-feedback'),
    area('files', 'files', 'work.'),
    area('funds', 'funds', 'payments-instalments', 'payments.'),
    area('grant', 'grant-', 'payments-instalments', 'payments.'),
    area('ledger', 'ledger'),
    area('mails', 'outbox'),
    area('meetings', 'meetings', 'application-decision'),
    area('organisation', 'organisation'),
    area('parties', 'parties', 'registrations'),
    area('payments', 'payment', 'purchases', 'grant-report'),
    area('people', 'people', 'payment-runs-hands'),
    area('pots', 'pots', 'meetings', 'payment-runs.'),
    area('purchases', 'purchases', 'payments-invariants'),
    area('readings', 'application-', 'payment-runs', 'purchases'),
    area('rounds', 'rounds'),
    area('sign-in', 'sign-in', 'sessions', 'second-factor', 'passkeys', 'people-leaving'),
    area('views', 'work.'),
  ],
};

export const rooms = [domain, commands];

/** Asked for something that is not there. */
export class NoSuchMutants extends Error {}

/**
 * What to try, from what was typed: nothing (all), a room, a room and its areas, or files.
 *
 * @returns {{ room: object, part: object, files: readonly string[] | undefined }[]} without files, all of the part's
 */
export function chosen(words) {
  if (words.length === 0) return rooms.flatMap((room) => room.parts.map((part) => ({ room, part })));
  const room = rooms.find(({ name }) => name === words[0]);
  if (room === undefined) return byFile(words);
  const areas = words.slice(1);
  const unknown = areas.filter((name) => !room.parts.some((part) => part.name === name));
  if (unknown.length > 0) throw new NoSuchMutants(`${room.name} has no ${unknown.join(', ')}`);
  const parts = areas.length === 0 ? room.parts : room.parts.filter(({ name }) => areas.includes(name));
  return parts.map((part) => ({ room, part }));
}

function byFile(files) {
  const found = rooms.flatMap((room) =>
    room.parts.map((part) => ({ room, part, files: files.filter((file) => file.startsWith(part.source)) })),
  );
  const unknown = files.filter((file) => !found.some((one) => one.files.includes(file)));
  if (unknown.length > 0) throw new NoSuchMutants(`No room or file is called ${unknown.join(', ')}`);
  return found.filter((one) => one.files.length > 0);
}
