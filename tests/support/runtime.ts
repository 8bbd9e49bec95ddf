import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Installs Temporal's runtime for the tests of a process, once: it says errors only, and leaves signals alone. */
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
