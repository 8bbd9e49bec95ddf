/** Tells apart what Postgres says: what will pass if one waits, and what will not. */

const serialisation = ['40001', '40P01'];
const lockNotAvailable = '55P03';
const queryCancelled = '57014';
const passingClasses = ['08', '53', '57'];
const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
];
// What node-postgres says of a connection that is lost, refused or too slow; these errors carry no code.
const connectionWords =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|not queryable/i;

/** The SQLSTATE or system code of an error, if it has one. */
function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Whether to try again without limit: lost connections, deadlocks, lock waits, and SQLSTATE classes 08, 53 and 57. */
export function willPass(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) {
    return (
      serialisation.includes(code) ||
      code === lockNotAvailable ||
      code === queryCancelled ||
      networkCodes.includes(code) ||
      (code.length === 5 && passingClasses.includes(code.slice(0, 2)))
    );
  }
  return error instanceof Error && connectionWords.test(error.message);
}
