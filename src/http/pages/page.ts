import { join } from 'node:path';
import nunjucks from 'nunjucks';

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(__dirname, 'templates')), {
  autoescape: true,
  throwOnUndefined: false,
  trimBlocks: true,
  lstripBlocks: true,
});

/** A page from a template beside this file; everything put into it is escaped. */
export function pageOf(template: string, facts: Readonly<Record<string, unknown>>): string {
  return environment.render(template, facts);
}
