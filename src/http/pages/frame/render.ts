import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import { LARGEST_FILE } from '../../../domain/files/files';
import { fileWords } from '../files/words';
import { formWords } from '../form/words';
import { frameWords } from './words';

const govuk = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist');

const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader([join(__dirname, '..'), govuk]),
  // A name that a template misspells would be a hole in a page; inside govuk-frontend, undefined is usual.
  { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
);
environment.addGlobal('frame', frameWords);
environment.addGlobal('fileWords', fileWords);
environment.addGlobal('largestFile', LARGEST_FILE);
environment.addGlobal('formWords', formWords);

/** The styles and scripts of pages; the build makes them, out of its own and govuk-frontend's sources. */
export const assetsDirectory = firstThere([
  join(__dirname, '../assets/built'),
  join(__dirname, '../../../../dist/src/http/pages/assets/built'),
]);

function firstThere(folders: readonly string[]): string {
  return folders.find((folder) => existsSync(join(folder, 'page.css'))) ?? folders[0] ?? '';
}

/** Part of the addresses of styles and scripts, so that browsers can keep them for ever: another when they are others. */
const assetsVersion = createHash('sha256')
  .update(
    ['page.css', 'page.js', 'passkey.js', 'simplewebauthn.js']
      .map((name) => readIfThere(join(assetsDirectory, name)))
      .join(''),
  )
  .digest('hex')
  .slice(0, 12);

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
environment.addGlobal('assets', `/assets/${assetsVersion}`);

/** A page from a template, named by its path below `src/http/pages`; everything put into it is escaped. */
export function pageOf(template: string, facts: Readonly<Record<string, unknown>>): string {
  return environment.render(template, facts);
}
