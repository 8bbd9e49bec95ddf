import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const lock = path.join(root, 'dist.lock');

/** What is compiled into dist, and what it is compiled by. */
const SOURCES = ['src', 'workflows', 'activities', 'db'];
const RECIPE = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'];
/** What can end up in the workflow bundle; a change elsewhere keeps the bundle that is there. */
const BUNDLED = ['workflows', 'src/contracts', 'src/domain'];

const LOCK_PATIENCE_MS = 120_000;

let builds = 0;

/**
 * Compiles the sources and bundles the workflows into dist, where they differ from what dist was made of.
 * Any number of processes may call it at once: each builds in a folder of its own and swaps it in by a rename, so
 * nobody ever starts from half a build. The lock only spares the others the same work.
 *
 * @param {{ log?: (message: string) => void }} [options]
 * @returns {Promise<{ built: boolean }>}
 */
export async function build({ log = console.log } = {}) {
  if (await isCurrent(await hashes())) return { built: false };
  const unlock = await takeLock();
  try {
    const made = await hashes();
    if (await isCurrent(made)) return { built: false };
    await buildInto(path.join(root, `dist.tmp-${process.pid}-${(builds += 1)}`), made, log);
    return { built: true };
  } finally {
    await unlock();
  }
}

async function buildInto(folder, made, log) {
  const start = performance.now();
  await removeLeftovers();
  try {
    await compile(folder);
    await copyAssets(folder);
    await buildAssets(path.join(folder, 'src/http/pages/assets'));
    const bundled = await bundleWorkflows(folder, made, log);
    await writeFile(path.join(folder, '.stamp'), JSON.stringify(made));
    await swapIn(folder);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    log(`Built dist in ${seconds} s (workflow bundle: ${bundled})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Types are checked by `npm run check`, not here: a build must be quick, and right under isolatedModules without. */
async function compile(folder) {
  const tsc = path.join(root, 'node_modules/typescript-native/bin/tsc');
  if (!existsSync(tsc)) throw new Error('dist is out of date and TypeScript is not installed: run npm ci');
  // Beside dist and as deep, so that the source maps' relative paths stay right after the rename.
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', folder];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The sources do not compile:\n${output}`);
}

/** Pages, styles, seeds: whatever lies beside the code and is not TypeScript is found beside it in dist too. */
async function copyAssets(folder) {
  for (const file of await filesIn(SOURCES)) {
    if (/\.(ts|md|scss)$/.test(file)) continue;
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(root, file), target);
  }
}

/** Styles out of their sources, and beside them what pages ask a browser to fetch: nothing comes from another server. */
async function buildAssets(folder) {
  const sources = path.join(root, 'src/http/pages/assets');
  if (!existsSync(sources)) return;
  const built = path.join(folder, 'built');
  await mkdir(built, { recursive: true });
  const { compileAsync } = await import('sass');
  const options = { style: 'compressed', loadPaths: [path.join(root, 'node_modules')], quietDeps: true };
  for (const name of ['page', 'docs']) {
    const { css } = await compileAsync(path.join(sources, `${name}.scss`), options);
    await writeFile(path.join(built, `${name}.css`), css);
  }
  for (const name of ['page.js', 'passkey.js']) await copyFile(path.join(sources, name), path.join(built, name));
  await copyFile(path.join(sources, 'icon.svg'), path.join(built, 'icon.svg'));
  const govuk = path.join(root, 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js');
  await copyFile(govuk, path.join(built, 'govuk-frontend.min.js'));
  const passkeys = path.join(root, 'node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js');
  await copyFile(passkeys, path.join(built, 'simplewebauthn.js'));
}

/** A prebuilt bundle saves each worker seconds of webpack at its start, and lets a check look at what is in it. */
async function bundleWorkflows(folder, made, log) {
  const workflowsPath = path.join(folder, 'workflows/index.js');
  if (!existsSync(workflowsPath)) {
    log('No workflows/index.ts yet: no workflow bundle');
    return 'none';
  }
  const outputs = ['workflow-bundle.js', 'workflow-bundle.modules.json'];
  const before = await stamp();
  if (before?.workflows === made.workflows && outputs.every((name) => existsSync(path.join(dist, name)))) {
    await Promise.all(outputs.map((name) => copyFile(path.join(dist, name), path.join(folder, name))));
    return 'unchanged';
  }

  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const modules = new Set();
  // A failure's message can hold free text, so it is encrypted on the workflow's side too, where that file asks for it.
  const failureConverterPath = path.join(folder, 'workflows/failure-converter.js');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    ...(existsSync(failureConverterPath) ? { failureConverterPath } : {}),
    preloadModules: [path.join(folder, 'workflows/stack-traces.js')],
    webpackConfigHook: (config) => ({
      ...config,
      // Module names must not depend on the temporary folder.
      context: folder,
      plugins: [...(config.plugins ?? []), recordModules(modules, folder)],
    }),
  });
  await writeFile(path.join(folder, 'workflow-bundle.js'), code);
  await writeFile(path.join(folder, 'workflow-bundle.modules.json'), JSON.stringify([...modules].sort(), null, 2));
  return 'new';
}

/** A webpack plugin that notes each bundled file: ours by its path in dist, others by their path in node_modules. */
function recordModules(modules, folder) {
  return {
    apply(compiler) {
      compiler.hooks.done.tap('recordModules', ({ compilation }) => {
        for (const { resource } of compilation.modules) {
          if (!resource || resource.endsWith('autogenerated-entrypoint.cjs')) continue;
          const inPackages = resource.replaceAll('\\', '/').split('/node_modules/').slice(1).join('/node_modules/');
          modules.add(
            inPackages ? `node_modules/${inPackages}` : path.relative(folder, resource).replaceAll('\\', '/'),
          );
        }
      });
    },
  };
}

/** Two builders may meet here when the lock was taken over: whoever finds dist in the way moves it aside again. */
async function swapIn(folder) {
  const aside = `${folder}-old`;
  try {
    for (let attempt = 1; ; attempt += 1) {
      await rename(dist, aside).catch((error) => {
        if (error.code !== 'ENOENT') throw error;
      });
      try {
        await rename(folder, dist);
        return;
      } catch (error) {
        if (attempt === 20 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
        await rm(aside, { recursive: true, force: true });
      }
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Folders of builds that were killed. */
async function removeLeftovers() {
  for (const name of await readdir(root)) {
    const pid = /^dist\.tmp-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(root, name), { recursive: true, force: true });
  }
}

async function takeLock() {
  const giveUpAt = performance.now() + LOCK_PATIENCE_MS;
  while (performance.now() < giveUpAt) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return () => rm(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    else await sleep(100);
  }
  return async () => {};
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function isCurrent(made) {
  const before = await stamp();
  return before?.sources === made.sources && before.workflows === made.workflows;
}

async function stamp() {
  try {
    return JSON.parse(await readFile(path.join(dist, '.stamp'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function hashes() {
  const [sources, workflows] = await Promise.all([hash(SOURCES), hash(BUNDLED)]);
  return { sources, workflows };
}

async function hash(folders) {
  const files = [...RECIPE, ...(await filesIn(folders))];
  const contents = await Promise.all(files.map((file) => contentOf(file)));
  const sum = createHash('sha256');
  files.forEach((file, i) => sum.update(`${file}\0${contents[i].length}\0`).update(contents[i]));
  return sum.digest('hex');
}

/** Nothing, for a file that was deleted since the folder was listed. */
async function contentOf(file) {
  try {
    return await readFile(path.join(root, file));
  } catch (error) {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

async function filesIn(folders) {
  const found = [];
  for (const folder of folders) {
    if (!existsSync(path.join(root, folder))) continue;
    for (const entry of await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      found.push(path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    }
  }
  return found.sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { built } = await build();
    if (!built) console.log('dist is up to date');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
