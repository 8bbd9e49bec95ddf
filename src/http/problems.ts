import type { Refusal, RefusalCode } from '../domain/refusals/refusal';

/** One field that is wrong: where in the body (a JSON pointer), a stable code, and a sentence. */
export interface FieldProblem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** A problem document (RFC 9457) with a stable code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** What identifies this occurrence: a URN of the command's id, or of the request's. */
  readonly instance?: string;
  readonly [fact: string]: unknown;
}

/** What the front door itself can refuse, before any command: code -> status, title, and what to do. */
export const doorProblems = {
  UNAUTHENTICATED: [
    401,
    'Not signed in',
    'Send your token in the header Authorization: Bearer. If you did, it is unknown, or was revoked.',
  ],
  TOKEN_READS_ONLY: [403, 'This token only reads', 'Use a token that may also change things.'],
  NOT_FOUND: [404, 'Not found', 'There is nothing at this address for you. Check it, or start again from the list.'],
  METHOD_NOT_ALLOWED: [
    405,
    'Not possible at this address',
    'Look in the API document which method this address takes.',
  ],
  MALFORMED_JSON: [400, 'Not JSON', 'The body is not JSON that can be read. Check commas, quotes and brackets.'],
  BODY_TOO_LARGE: [413, 'Too large', 'The body is over 1 MB. Send less.'],
  MULTIPART_WANTED: [
    415,
    'No form with a file',
    'Send the file as multipart/form-data, in the field named file, with what is said of it in fields of their own.',
  ],
  MALFORMED_FORM: [
    400,
    'A form that cannot be read',
    'The form is cut off, or holds more than one file and its few fields. Send it again.',
  ],
  UPLOADS_TOO_MANY: [
    429,
    'Other files are coming in',
    'Other files are coming in at this moment, so this one was not kept. Wait a minute, then send it again.',
  ],
  CONTENT_TYPE: [415, 'Not JSON', 'Send the body as JSON, with the header Content-Type: application/json.'],
  BODY_INVALID: [422, 'Something is missing or wrong', 'Look at each entry of errors; its pointer says which field.'],
  QUERY_INVALID: [
    400,
    'Something in the address is wrong',
    'Look at each entry of errors; its pointer says which part of the query.',
  ],
  IDEMPOTENCY_KEY_MISSING: [
    400,
    'No Idempotency-Key',
    'Send the header Idempotency-Key with a text of your own of up to 200 characters, new for each thing you ask for, so that asking twice does it once.',
  ],
  IDEMPOTENCY_KEY_REUSED: [422, 'Idempotency-Key used before', 'This key was used for another request. Use a new one.'],
  IF_MATCH_MISSING: [
    428,
    'No If-Match',
    'Send the header If-Match with the ETag that you read, so that nobody’s change is lost.',
  ],
  STALE_VERSION: [
    412,
    'Changed meanwhile',
    'Somebody changed this since you read it. Read it again, and send your change with its new ETag.',
  ],
  COMMAND_FAILED: [
    500,
    'Our mistake',
    'Something in Grantpot went wrong with this, and nothing was changed. It is listed for those who run it.',
  ],
  INTERNAL: [
    500,
    'Our mistake',
    'Something in Grantpot went wrong. Nothing that you sent was lost on your side; try again.',
  ],
  UNAVAILABLE: [
    503,
    'Not for the moment',
    'Grantpot cannot reach its records. Nothing was changed. Try again in a minute.',
  ],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;

/** A code of the front door. */
export type DoorCode = keyof typeof doorProblems;

/** The problem document for a code of the front door. */
export function doorProblem(
  code: DoorCode,
  more: { errors?: readonly FieldProblem[]; facts?: Readonly<Record<string, unknown>> } = {},
): Problem {
  const [status, title, detail] = doorProblems[code];
  return {
    type: typeOf(code),
    title,
    status,
    code,
    detail,
    ...(more.errors === undefined ? {} : { errors: more.errors }),
    ...more.facts,
  };
}

/**
 * A problem with its occurrence (RFC 9457, section 3.1.5). That of a command is the command, whose answer is the same however often it is
 * asked for; any other is the request, by the id that its answer's header and the log have too.
 */
export function occurring(problem: Problem, requestId: string | undefined): Problem {
  const { commandId } = problem;
  if (typeof commandId === 'string') return { ...problem, instance: `urn:grantpot:command:${commandId}` };
  return requestId === undefined ? problem : { ...problem, instance: `urn:grantpot:request:${requestId}` };
}

/** Who may not gets 403, what is not there 404. */
const statuses: Readonly<Partial<Record<RefusalCode, number>>> = {
  NOT_YOURS_TO_DO: 403,
  SAME_PERSON: 403,
  CONNECTED_PERSON: 403,
  APPLICATION_WITHHELD: 403,
  LEFT_FOR_ITEM: 403,
  NOT_FOR_ONE_POT: 403,
  ROLE_FOR_ONESELF: 403,
  ROLE_NOT_YOURS_TO_GIVE: 403,
  CONNECTION_NOT_YOURS: 403,
  CONNECTION_YOUR_OWN: 403,
  INTEREST_NOT_YOURS: 403,
  INTEREST_NOT_LOWERED: 403,
  SUBJECT_UNKNOWN: 404,
  FILE_SCAN_UNAVAILABLE: 503,
  ORGANISATION_NOT_YOURS: 403,
  SECOND_FACTOR_NEEDED: 403,
  SECOND_FACTOR_YOUR_OWN: 403,
  SECOND_FACTOR_SHARED: 403,
  FRESH_SIGN_IN_NEEDED: 403,
  SESSION_UNKNOWN: 404,
  PASSKEY_WRONG: 403,
  PASSKEY_UNKNOWN: 404,
  SET_UP_OVER: 410,
  SIGN_IN_LINK_OVER: 410,
  SIGN_IN_TOO_OFTEN: 429,
  SECOND_FACTOR_LOCKED: 429,
};

/** Refusals because of how things stand, whatever was sent: 409. Any other blames something that was sent, and points at it: 422. */
const conflicts: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'TRANSITION_NOT_ALLOWED',
  'ON_HOLD',
  'SWITCHED_OFF',

  'POT_TAKES_NOTHING',
  'NO_ROUND_OPEN',
  'DRAFT_EXPIRED',
  'DRAFT_BEING_SUBMITTED',
  'CHECKS_MISSING',
  'QUESTION_OPEN',
  'MAIL_NOT_GIVEN_UP',
  'SECOND_FACTOR_NOT_SET_UP',
  'PASSKEY_OVER',
  'PASSKEY_COPIED',
  'PASSKEY_KNOWN_ALREADY',
  'PASSKEY_TOO_MANY',
  'PASSKEY_LAST',
  'SECOND_CONTACT_UNCONFIRMED',
  'HOST_UNCONFIRMED',
  'APPLICATION_UNCONFIRMED',
  'DRAFT_FEEDBACK_NOT_OFFERED',
  'DRAFT_SHARED_ALREADY',
  'LETTER_USUAL_ALREADY',
  'DRAFT_NOT_SHARED',
  'DRAFT_EMPTY',
  'COMMENT_SETTLED',
  'CONFIRMATION_SETTLED',
  'HOST_NOT_NAMED',
  'HOST_GIVES_BANK_DETAILS',
  'QUORUM_NOT_MET',
  'RULING_MISSING',
  'RULING_AFTER_DECISION',
  'APPEAL_NEEDS_OTHERS',
  'DECIDED_BEFORE',
  'GROUP_CAP_EXCEEDED',
  'POT_EXHAUSTED',
  'REFUSAL_FINAL',

  'FILES_TOO_MANY',
  'FILE_NOT_WANTED_NOW',
  'FILE_OF_ANOTHER',
  'FILE_RELIED_UPON',

  'NEW_BUDGET_NEEDED',
  'AGREEMENT_CHANGED',
  'BUDGET_AGREED_ALREADY',
  'NOT_ON_COMMITTEE',
  'GROUP_HAS_MANY_PEOPLE',
  'ALREADY_SIGNED',
  'SIGNATORIES_RELATED',
  'REPORT_HANDED_IN',
  'REPORT_NOT_HANDED_IN',
  'PURCHASES_OPEN',
  'PAYMENT_UNDER_WAY',
  'REFUND_NOT_DUE',
  'ON_HOLD_ALREADY',
  'NOT_ON_HOLD',

  'RUN_EMPTY',
  'PAYMENT_ON_HOLD',
  'PAYEE_WITHOUT_BANK_DETAILS',
  'BANK_DETAILS_UNREADABLE',
  'REFUND_ACCOUNT_UNREADABLE',
  'PAYMENT_NOT_RETURNED',
  'BANK_DETAILS_UNCHANGED',
  'PURCHASE_OVER_BUDGET',
  'INVOICE_DIFFERS',

  'ATTENDANCE_MISSING',
  'MEETING_BEGUN',
  'ROUND_HAS_UNDECIDED',
  'FUND_HAS_OPEN_POTS',
  'POT_HAS_RUNNING_GRANTS',
  'PARTY_NOT_PROVIDER',
  'SERVICE_NEEDS_PROVIDER',
  'CONNECTION_KNOWN_ALREADY',
  'PERSON_SIGNS_IN_ALREADY',
  'ROLE_HELD_ALREADY',
  'LAST_ADMINISTRATOR',

  'SIGN_IN_NOBODY',
  'SIGN_IN_PROVIDER_FAILED',
  'SIGN_IN_PROVIDER_UNKNOWN',
  'SECOND_FACTOR_MISSING',
]);

/** The HTTP status of a refusal: one for each code, so that the API's document can say it. */
export function statusOfRefusal(code: RefusalCode): number {
  return statuses[code] ?? (conflicts.has(code) ? 409 : 422);
}

/** The problem document of a refusal: its facts beside its code, and one entry of errors for each field that is to blame. */
export function refusalProblem(refusal: Refusal, facts: Readonly<Record<string, unknown>> = {}): Problem {
  const all = [refusal, ...(refusal.also ?? [])];
  const errors = all.flatMap(({ field, code, detail }) =>
    field === undefined ? [] : [{ pointer: field, code, detail }],
  );
  return {
    ...facts,
    ...refusal.facts,
    type: typeOf(refusal.code),
    title: 'This was not done',
    status: statusOfRefusal(refusal.code),
    code: refusal.code,
    detail: refusal.detail,
    ...(errors.length === 0 ? {} : { errors }),
  };
}

const typeOf = (code: string): string => `urn:grantpot:problem:${code.toLowerCase().replaceAll('_', '-')}`;
