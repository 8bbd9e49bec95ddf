import path from 'node:path';

/** Says of each mutant that no test sees where it is, as soon as it was tried: a run takes hours, and its report comes at the end. */
class Unseen {
  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const { line, column } = location.start;
    const becomes = (replacement ?? '').replace(/\s+/g, ' ');
    console.log(`unseen: ${path.relative(process.cwd(), fileName)}:${line}:${column} ${mutatorName} -> ${becomes}`);
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'grantpot-unseen', injectableClass: Unseen }];
