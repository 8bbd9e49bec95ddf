import assert from 'node:assert';
import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';
import { build } from './build.mjs';

/**
 * What really reaches the workflow sandbox. The layer check sees imports; this sees what the bundler made of them,
 * through any number of steps. Temporal's bundler takes kysely and process.env without complaint.
 */
const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

const OUR_FOLDERS = /^(workflows|src\/contracts|src\/domain)\//;
/** @temporalio/workflow and what it stands on. */
const PACKAGES = /^node_modules\/(@temporalio\/(workflow|common|worker)|long|ms|nexus-rpc)\//;
/** @temporalio/workflow alone is 1.6 MB with its source maps; each cached run's isolate holds what is above that. */
const MAX_MEGABYTES = 2.5;

async function faultsOf(modules) {
  const faults = [];
  for (const module of modules) {
    if (module.startsWith('node_modules/')) {
      if (!PACKAGES.test(module)) faults.push(`${module} is in the bundle: workflows use @temporalio/workflow alone`);
      continue;
    }
    if (!OUR_FOLDERS.test(module)) {
      faults.push(`${module} is in the bundle: only workflows, contracts and what contracts stand on may be`);
      continue;
    }
    const code = await readFile(path.join(dist, module), 'utf8');
    if (/\bprocess\s*\.\s*env\b/.test(code)) faults.push(`${module} reads process.env, which replay cannot repeat`);
    if (module.endsWith('/ports.js')) faults.push(`${module} is loaded: import ports as types`);
  }
  return faults;
}

/** Loads the bundle with no more than the sandbox has: code that needs Node at its top level fails here. */
function loadWorkflows(code) {
  const context = vm.createContext({
    AbortController,
    assert,
    AsyncLocalStorage,
    console,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    __webpack_module_cache__: {},
  });
  vm.runInContext(code, context, { filename: 'workflow-bundle.js', timeout: 10_000 });
  return vm
    .runInContext('Object.entries(__TEMPORAL__.importWorkflows())', context)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name);
}

async function check() {
  await build({ log: () => {} });
  if (!existsSync(path.join(root, 'workflows/index.ts'))) {
    console.log('No workflows/index.ts yet: nothing to check');
    return [];
  }
  const modules = JSON.parse(await readFile(path.join(dist, 'workflow-bundle.modules.json'), 'utf8'));
  const faults = await faultsOf(modules);

  const code = await readFile(path.join(dist, 'workflow-bundle.js'), 'utf8');
  const megabytes = Buffer.byteLength(code) / 1_000_000;
  if (megabytes > MAX_MEGABYTES) faults.push(`The bundle has ${megabytes.toFixed(1)} MB, more than ${MAX_MEGABYTES}`);

  try {
    const workflows = loadWorkflows(code);
    if (workflows.length === 0) faults.push('workflows/index.ts exports no workflow');
    console.log(`Workflows: ${workflows.join(', ')}; ${modules.length} modules, ${megabytes.toFixed(1)} MB`);
  } catch (error) {
    faults.push(`The bundle does not load in a sandbox: ${error.stack ?? error}`);
  }
  return faults;
}

let faults;
try {
  faults = await check();
} catch (error) {
  faults = [error.message];
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
