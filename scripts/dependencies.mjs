import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

const packagesOf = async (file) => {
  try {
    return JSON.parse(await readFile(path.join(root, file), 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
};

/** Whether node_modules holds what package-lock.json says; packages for other platforms may be missing. */
async function dependenciesAreInstalled() {
  const [wanted, installed] = await Promise.all([
    packagesOf('package-lock.json'),
    packagesOf('node_modules/.package-lock.json'),
  ]);
  if (wanted === null) throw new Error('package-lock.json is missing: this is no checkout of grantpot');
  if (installed === null) return false;
  return (
    Object.entries(wanted).every(
      ([place, { version, optional, link }]) =>
        place === '' || link === true || (installed[place]?.version ?? (optional === true && version)) === version,
    ) && Object.keys(installed).every((place) => place in wanted)
  );
}

/** Installs exactly what package-lock.json says, where node_modules is missing or differs from it. */
export async function ensureDependencies({ log = console.log } = {}) {
  if (await dependenciesAreInstalled()) return;
  log('Installing dependencies (npm ci)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await new Promise((resolve, reject) => {
    const child = spawn(npm, ['ci', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ci failed (${signal ?? `exit code ${code}`})`));
    });
  });
}
