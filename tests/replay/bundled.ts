import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundleWorkflowCode, DefaultLogger, type BundleOptions, type WorkflowBundle } from '@temporalio/worker';

import type { Change } from './mutants';

const root = join(__dirname, '../..');

/** Bundles a copy of the workflows with these changes. @throws when what a change is about is not there, or more than once */
export function bundled(changes: readonly Change[]): Promise<WorkflowBundle> {
  return bundledIn(async (copy) => {
    for (const folder of ['workflows', 'src/contracts'])
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    for (const change of changes) await make(change, copy);
  });
}

/** Bundles the workflows of a folder of its own, which is filled with `workflows` and `src/contracts`. */
export async function bundledIn(fill: (folder: string) => Promise<void>): Promise<WorkflowBundle> {
  const copy = await mkdtemp(join(tmpdir(), 'grantpot-workflows-'));
  try {
    await fill(copy);
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    return await bundleWorkflowCode({
      workflowsPath: join(copy, 'workflows/index.ts'),
      failureConverterPath: join(copy, 'workflows/failure-converter.ts'),
      logger: new DefaultLogger('WARN'),
      webpackConfigHook: withPlainSourceMap,
    });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Nobody reads where in our sources a mutant went wrong, and the map that says so, through those of all packages, is half of the work. */
const withPlainSourceMap: NonNullable<BundleOptions['webpackConfigHook']> = (config) => ({
  ...config,
  devtool: 'inline-cheap-source-map',
  module: {
    ...config.module,
    rules: config.module?.rules?.filter((rule) => typeof rule !== 'object' || rule?.enforce !== 'pre') ?? [],
  },
});

async function make({ file, from, to }: Change, copy: string): Promise<void> {
  const place = join(copy, file);
  const [before, after, ...more] = (await readFile(place, 'utf8')).split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`This is no longer in ${file}, or more than once; change the mutant with it: ${from}`);
  await writeFile(place, `${before}${to}${after}`);
}
