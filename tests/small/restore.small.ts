import { readLauncherEnvironment } from '../../src/config/environment';
import { progressTo } from '../../src/launcher/progress';
import { findTemporalServerPrograms } from '../../src/launcher/temporal-on-postgres/programs';
import { loseAndRestore } from '../support/lost-and-restored';

const BUILD_MS = 15 * 60_000;

beforeAll(async () => {
  const { cacheDirectory, inherited } = readLauncherEnvironment();
  const progress = progressTo((line) => process.stderr.write(`${line}\n`));
  await findTemporalServerPrograms({ cacheDirectory, env: inherited, progress });
}, BUILD_MS);

test('a Grantpot of npm run small, with Temporal on the same Postgres, comes back from its backup with its original deadlines', () =>
  loseAndRestore('small'));
