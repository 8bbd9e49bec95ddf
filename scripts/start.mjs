import { accessSync, constants, existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * `npm start`: installs and builds what is missing, then starts everything. Plain Node, no package: it runs before there are any.
 * What it cannot mend it says in one sentence, and exits with 1.
 */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = [20, 19];
/** No installation and build takes longer, in milliseconds. */
const LONGEST_MS = 15 * 60_000;

/** Something that the person at the terminal can mend; its message says how. */
class Fault extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Fault(
    `Grantpot needs Node ${OLDEST_NODE.join('.')} or later and this is ${process.versions.node}: install a newer one (24 is best) and start again.`,
  );
}

/** Dots while a step is silent, so that it does not look like a hang. */
async function withBeat(step) {
  const began = Date.now();
  const beat = setInterval(() => {
    console.log(`  … still at it after ${Math.round((Date.now() - began) / 1000)} seconds`);
  }, 10_000);
  try {
    return await step();
  } finally {
    clearInterval(beat);
  }
}

/** One start at a time installs: two would take each other's files away. */
async function alone(step) {
  const lock = path.join(root, 'dist.start-lock');
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') return await step(); // a folder that cannot be written: whether it must be, the step finds out
    }
    if (await isLeftOver(lock)) await rm(lock, { force: true });
    else await sleep(200);
  }
  try {
    return await step();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whoever took it was killed: its process is gone, or so much time has passed that another process must have got its number. */
async function isLeftOver(lock) {
  try {
    const [holder, { mtimeMs }] = [Number(await readFile(lock, 'utf8')), await stat(lock)];
    return (holder > 0 && (holder === process.pid || !isAlive(holder))) || Date.now() - mtimeMs > LONGEST_MS;
  } catch {
    return false; // released just now
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function prepare() {
  const { ensureDependencies } = await import('./dependencies.mjs');
  const log = (message) => console.log(message);
  await ensureDependencies({
    log: () => log('Installing the packages that Grantpot uses (npm ci): about a minute, only when they have changed.'),
  });
  const { build } = await import('./build.mjs');
  if (!existsSync(path.join(root, 'dist')))
    log('Building Grantpot: about half a minute, only when its sources have changed.');
  await build({ log });
}

async function main() {
  checkNode();
  process.chdir(root);
  try {
    await alone(() => withBeat(prepare));
  } catch (error) {
    if (isWritable(root)) throw error;
    throw new Fault(
      `${root} cannot be written, and packages or build are missing or old: make it writable, or clone Grantpot into a folder that is.`,
    );
  }
  process.off('SIGINT', quit).off('SIGTERM', quit);
  await import(new URL('../dist/src/launcher/main.js', import.meta.url).href);
}

// Until the launcher has its own: whoever stops an installation is not told about code.
const quit = () => process.exit(130);
process.on('SIGINT', quit).on('SIGTERM', quit);

try {
  await main();
} catch (error) {
  console.error(
    error instanceof Fault
      ? error.message
      : `Grantpot could not be prepared (${error.message}): mend that and start again.`,
  );
  process.exit(1);
}
