const { TestEnvironment } = require('jest-environment-node');

/** What a test file may leave behind by forgetting to close it. */
const COUNTED = new Set([
  'TCPSocketWrap',
  'TCPServerWrap',
  'TLSWrap',
  'ProcessWrap',
  'PipeServerWrap',
  'Timeout',
  'Immediate',
  'FSEventWrap',
  'StatWatcher',
  'Worker',
]);

/**
 * Sockets close a few turns after `close()` has answered, and `fetch` keeps an idle one for four seconds; a file gets
 * this long to be quiet.
 */
const PATIENCE_MS = 10_000;

const openHandles = () => {
  const count = new Map();
  for (const name of process.getActiveResourcesInfo()) {
    if (COUNTED.has(name)) count.set(name, (count.get(name) ?? 0) + 1);
  }
  return count;
};

const leakedSince = (before) => {
  const leaked = [];
  for (const [name, count] of openHandles()) {
    const more = count - (before.get(name) ?? 0);
    if (more > 0) leaked.push(`${more} x ${name}`);
  }
  return leaked;
};

/**
 * Fails a test file that leaves a connection, server, timer or child process open. jest itself only warns, names no
 * file, and kills the process: in production the same leak is a worker that cannot shut down.
 */
class LeakFailingEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.before = openHandles();
  }

  async teardown() {
    const giveUpAt = performance.now() + PATIENCE_MS;
    let leaked = leakedSince(this.before);
    while (leaked.length > 0 && performance.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      leaked = leakedSince(this.before);
    }
    await super.teardown();
    if (leaked.length > 0) throw new Error(`This test file leaves open: ${leaked.join(', ')}`);
  }
}

module.exports = LeakFailingEnvironment;
