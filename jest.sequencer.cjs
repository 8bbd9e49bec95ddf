const { existsSync } = require('node:fs');
const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Files that take half a minute or more, the longest first. In a clean checkout jest knows only how large files are, and a small one
 * that takes long may come last: all others then wait for it.
 */
const LONGEST = [
  'e2e/six-awards',
  'e2e/matrix',
  'activity/matrix',
  'integration/launcher',
  'e2e/crawl',
  'replay/mutants',
  'e2e/group',
  'faults/faults',
  'activity/reads-at-size',
  'faults/journey-with-kills',
  'chaos/chaos',
  'e2e/pots',
  'integration/restore',
  'integration/canaries',
  'deployments/releases',
  'integration/launcher-sentences',
  'e2e/budget',
  'e2e/meetings',
  'integration/http-contract',
  'e2e/payments',
  'faults/connections',
  'e2e/money',
  'e2e/uploads',
  'workflow/deadlines',
].map((name) => path.join(__dirname, 'tests', `${name}.test.ts`));

for (const file of LONGEST) if (!existsSync(file)) throw new Error(`jest.sequencer.cjs names ${file}: there is none`);

/** The longest first, then as jest would have it. No test may depend on the order. */
class LongestFirst extends Sequencer {
  sort(tests) {
    const others = super.sort(tests.filter(({ path }) => !LONGEST.includes(path)));
    const longest = tests.filter(({ path }) => LONGEST.includes(path));
    return [...longest.sort((a, b) => LONGEST.indexOf(a.path) - LONGEST.indexOf(b.path)), ...others];
  }
}

module.exports = LongestFirst;
