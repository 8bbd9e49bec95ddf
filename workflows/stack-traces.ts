/**
 * Loaded once, before any run, into the context that all runs of a worker share. Temporal's SDK takes a stack trace at each promise of a
 * run, for its query of what a run waits for; ten frames each took most of the processor time that a run had. One says where an error
 * was thrown, and a run of ours calls nothing deep.
 */
Error.stackTraceLimit = 1;
