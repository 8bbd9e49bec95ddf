import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import nunjucks from 'nunjucks';

const root = join(__dirname, '../../src/http/pages');
const templates = readdirSync(root, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.njk'));

test.each(templates)('%s is written without a mistake of grammar', (name) => {
  expect(() => nunjucks.precompileString(readFileSync(join(root, name), 'utf8'), { name })).not.toThrow();
});

// The document of the API is for programmers, and stays in English.
test.each(templates.filter((name) => !name.startsWith('docs/')))(
  '%s has no words of its own: they are in its area’s catalogue',
  (name) => {
    const text = readFileSync(join(root, name), 'utf8')
      .replaceAll(/\{#[\s\S]*?#\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g, ' ')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/&\w+;/g, ' ');
    expect(text.match(/\p{L}{2,}/gu) ?? []).toEqual([]);
  },
);

test.each(templates.filter((name) => !name.startsWith('docs/')))('%s has no style and no script of its own', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*src=)/i);
});
