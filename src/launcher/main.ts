import { readLauncherEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { launch } from './launch';
import { progressTo } from './progress';
import { TOPOLOGIES, type Topology } from './topology';

/** A Ctrl-C reaches us twice when npm is our parent, from the terminal and from npm; within this time it counts once. */
const SAME_SIGNAL_MS = 1_000;

/** Two signals: the first stops in order, the second at once. */
function stopOnSignals(): { readonly stop: AbortSignal; readonly hurry: AbortSignal } {
  const stop = new AbortController();
  const hurry = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (!stop.signal.aborted) {
      first = Date.now();
      stop.abort();
    } else if (Date.now() - first > SAME_SIGNAL_MS) {
      hurry.abort();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  return { stop: stop.signal, hurry: hurry.signal };
}

function topologyOf(word = 'start'): Topology {
  if (word in TOPOLOGIES) return TOPOLOGIES[word as keyof typeof TOPOLOGIES];
  throw new StartupError(`There is no ${word} to start: name one of ${Object.keys(TOPOLOGIES).join(', ')}.`);
}

async function main(): Promise<number> {
  // A terminal that has gone away must not end us before the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const progress = progressTo((line) => process.stdout.write(`${line}\n`));
    const topology = topologyOf(process.argv[2]);
    await launch({ env: readLauncherEnvironment(), topology, progress, ...stopOnSignals() });
    return 0;
  } catch (error) {
    const sentence = error instanceof StartupError ? error.message : `Grantpot could not start: ${String(error)}`;
    process.stderr.write(`${sentence}\n`);
    return 1;
  }
}

void main().then((code) => process.exit(code));
