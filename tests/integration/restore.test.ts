import { loseAndRestore } from '../support/lost-and-restored';

// npm run small is restored in the same way, with a Temporal server on the same Postgres: tests/small.
test('a Grantpot of npm start that is lost comes back from its backup, and every grant goes on with its original deadlines', () =>
  loseAndRestore('start'));
