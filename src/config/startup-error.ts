/**
 * Something that keeps Grantpot from starting and that the person at the terminal can mend.
 *
 * Its message is one whole sentence for that person: what is wrong and what to do. Whoever catches it prints the message alone,
 * without a stack trace, and exits with code 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
