import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { folder, SOURCES } from './covers.cjs';

/** Tells the runs with mutants which file each mutant is in: Stryker gives them only its number. */
class Sources {
  onMutationTestingPlanReady({ mutantPlans }) {
    const files = mutantPlans.map(({ mutant }) => [mutant.id, path.relative(process.cwd(), mutant.fileName)]);
    writeFileSync(path.join(folder(), SOURCES), JSON.stringify(Object.fromEntries(files)));
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'grantpot-sources', injectableClass: Sources }];
