import { commandRoutes } from '../../src/http/api/command-routes';
import { draftOperations } from '../../src/http/api/drafts';
import { plainOperations } from '../../src/http/api/plain-operations';
import { statusOfRefusal } from '../../src/http/problems';
import type { RefusalCode } from '../../src/domain/refusals/refusal';
import { readReachableRefusals, type ReachableRefusals } from '../support/reachable-refusals';

let reachable: ReachableRefusals;
beforeAll(() => {
  reachable = readReachableRefusals();
});

/** Reached by its code, and yet never answered. */
const neverAnswered: Readonly<Record<string, readonly string[]>> = {
  // The body's schema has the choices, and no sum under £0.
  openPot: ['CHECK_UNKNOWN', 'DECISION_RULE_UNKNOWN', 'DELEGATION_NEGATIVE', 'ORGANISATION_TYPE_UNKNOWN'],
  publishPolicy: ['CHECK_UNKNOWN', 'DECISION_RULE_UNKNOWN', 'DELEGATION_NEGATIVE', 'ORGANISATION_TYPE_UNKNOWN'],
  // Said as HELPER_NOT_OFFICER.
  recordHelp: ['OWNER_NOT_STAFF', 'PERSON_UNKNOWN'],
  createApplication: ['OWNER_NOT_STAFF', 'PERSON_UNKNOWN'],
  // A condition's period may be exact.
  decide: ['PERIOD_NOT_CALENDAR'],
  // Nothing was done on a purchase before it is asked for.
  requestPurchase: ['SAME_PERSON'],
  // Whatever they did on it before: a colleague looks at the scan.
  recordPaperAcceptance: ['SAME_PERSON'],
};

const answeredOf = (operationId: string, codes: ReadonlySet<string>): readonly string[] => {
  const never = neverAnswered[operationId] ?? [];
  expect(never.filter((code) => !codes.has(code))).toEqual([]);
  return [...codes].filter((code) => !never.includes(code)).toSorted();
};

/** By the life-cycle table, which the document reads itself. */
const byTable: readonly string[] = ['NOT_YOURS_TO_DO', 'TRANSITION_NOT_ALLOWED', 'ON_HOLD'];

test.each(commandRoutes.map((route) => [route.command, route] as const))(
  '%s declares every refusal that its code can reach, and no other',
  (command, { refusals = [] }) => {
    const codes = answeredOf(command, reachable.ofCommands.get(command) ?? new Set());
    expect([...new Set<string>(refusals)].toSorted()).toEqual(codes.filter((code) => !byTable.includes(code)));
  },
);

test.each([
  ['createApplication', 'createDraft'],
  ['saveApplication', 'saveDraft'],
  ['getApplication', 'readDraft'],
] as const)('%s declares every refusal that its code can reach, and no other', (operationId, name) => {
  const declared: readonly string[] = draftOperations.find((one) => one.operationId === operationId)!.refusals;
  const codes = reachable.of('src/commands/application/draft.ts', name);
  expect(declared.toSorted()).toEqual(answeredOf(operationId, codes));
});

test.each([
  ['readMessages', 'src/commands/conversation/read-messages.ts', 'markMessages'],
  ['resendMail', 'src/commands/mails/resend-mail.ts', 'resendMail'],
  ['saveReportDraft', 'src/commands/grant/report-draft.ts', 'saveReportDraft'],
  ['saveView', 'src/commands/views/saved-views.ts', 'saveView'],
  ['changeView', 'src/commands/views/saved-views.ts', 'changeView'],
] as const)('%s declares every refusal that its code can reach, and no other', (operationId, file, name) => {
  const declared = plainOperations.find((one) => one.operationId === operationId)!.refusals;
  const codes = answeredOf(operationId, reachable.of(file, name));
  expect(declared.filter((code) => !byTable.includes(code)).toSorted()).toEqual(
    codes.filter((code) => !byTable.includes(code)).toSorted(),
  );
});

test('what is answered with 422 points at what is to blame', () => {
  const pointless = reachable.all.filter(
    ({ code, hasField }) => !hasField && statusOfRefusal(code as RefusalCode) === 422,
  );
  // A purchase whose invoice is matched has its payment, so there is nobody to blame.
  expect(pointless.map(({ code, at }) => [code, at.split(':')[0]])).toEqual([
    ['PAYMENT_UNKNOWN', 'src/commands/purchases/pay-purchase-again.ts'],
  ]);
});
