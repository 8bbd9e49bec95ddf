/** What is wrong with a policy that somebody wrote, field by field, before it may become a pot's. */
import { addPeriod, compareInstants, type Instant, kindOfPeriod, type Period } from '../calendar/calendar';
import { MICRO_GRANT_CEILING } from '../money/money';
import { type PeriodRule, periodRefusal } from './period';
import { checkKinds, decisionRules, organisationTypes, type Policy, type Question, topScoreAtMost } from './policy';
import { pointer, type Refusal, refuse } from '../refusals/refusal';

/** Keys become part of addresses and exports. */
const KEY = /^[a-z][a-z0-9_]{0,39}$/;

/** Any instant does: lengths are compared by where they end. It is far from a clock change and before short months. */
const ANCHOR: Instant = '2027-01-01T12:00:00.000Z';

type Found = Refusal | undefined;

const found = (all: readonly Found[]): readonly Refusal[] => all.filter((refusal) => refusal !== undefined);

const isWhole = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;

const isBlank = (text: string): boolean => text.trim() === '';

/** Whether the first period is the longer one; false when either cannot be counted, which is refused on its own. */
function isLonger(one: Period, other: Period): boolean {
  if (kindOfPeriod(one) === undefined || kindOfPeriod(other) === undefined) return false;
  return compareInstants(addPeriod(ANCHOR, one), addPeriod(ANCHOR, other)) > 0;
}

function periodAt(period: Period, field: string, rule: Omit<PeriodRule, 'field'> = {}): Found {
  return periodRefusal(period, { ...rule, field });
}

/** Of keys that are alike the first is fine: only the later ones are pointed at. */
function keyRefusals(keyed: readonly { readonly key: string }[], under: string): readonly Refusal[] {
  return found(
    keyed.map(({ key }, position) => {
      const field = `${under}${pointer(position, 'key')}`;
      if (!KEY.test(key)) return refuse('KEY_MALFORMED', { field });
      return keyed.findIndex((other) => other.key === key) < position ? refuse('KEY_REPEATED', { field }) : undefined;
    }),
  );
}

function questionRefusals(question: Question, field: string): readonly Refusal[] {
  const { kind, choices, maxWords } = question;
  const distinct = new Set(choices?.map((choice) => choice.trim()).filter((choice) => choice !== ''));
  return found([
    isBlank(question.label) ? refuse('TEXT_MISSING', { field: `${field}/label` }) : undefined,
    kind === 'choice' && (distinct.size < 2 || distinct.size !== choices?.length)
      ? refuse('CHOICES_MISSING', { field: `${field}/choices` })
      : undefined,
    kind !== 'choice' && choices !== undefined ? refuse('CHOICES_UNWANTED', { field: `${field}/choices` }) : undefined,
    kind === 'text' && maxWords !== undefined && !isWhole(maxWords, 1)
      ? refuse('WORD_LIMIT_NOT_POSITIVE', { field: `${field}/maxWords` })
      : undefined,
    kind !== 'text' && maxWords !== undefined
      ? refuse('WORD_LIMIT_UNWANTED', { field: `${field}/maxWords` })
      : undefined,
  ]);
}

/** Loosely: whether it can be written to is found by writing. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function wordRefusals({ purpose, help }: Policy): readonly Refusal[] {
  return found([
    purpose !== undefined && isBlank(purpose) ? refuse('TEXT_MISSING', { field: '/purpose' }) : undefined,
    help !== undefined && isBlank(help.name) ? refuse('TEXT_MISSING', { field: '/help/name' }) : undefined,
    help !== undefined && isBlank(help.telephone ?? '') && isBlank(help.email ?? '')
      ? refuse('HELP_NOT_REACHABLE', { field: '/help/telephone' })
      : undefined,
    help?.telephone !== undefined && !isBlank(help.telephone) && !/^[+\d][\d ()-]{4,}$/.test(help.telephone.trim())
      ? refuse('HELP_TELEPHONE_MALFORMED', { field: '/help/telephone' })
      : undefined,
    help?.email !== undefined && !EMAIL.test(help.email)
      ? refuse('HELP_EMAIL_MALFORMED', { field: '/help/email' })
      : undefined,
  ]);
}

function moneyRefusals(policy: Policy): readonly Refusal[] {
  const { ceilingPence, groupCapPence, keepLeftoversUpToPence } = policy;
  const { delegatedUpToPence } = policy.decision;
  return found([
    ceilingPence <= 0 ? refuse('CEILING_NOT_POSITIVE', { field: '/ceilingPence' }) : undefined,
    ceilingPence > MICRO_GRANT_CEILING
      ? refuse('CEILING_TOO_HIGH', { field: '/ceilingPence', facts: { ceilingPence: MICRO_GRANT_CEILING } })
      : undefined,
    groupCapPence <= 0 ? refuse('GROUP_CAP_NOT_POSITIVE', { field: '/groupCapPence' }) : undefined,
    delegatedUpToPence < 0 ? refuse('DELEGATION_NEGATIVE', { field: '/decision/delegatedUpToPence' }) : undefined,
    delegatedUpToPence > ceilingPence
      ? refuse('DELEGATION_OVER_CEILING', { field: '/decision/delegatedUpToPence', facts: { ceilingPence } })
      : undefined,
    keepLeftoversUpToPence < 0 || keepLeftoversUpToPence > MICRO_GRANT_CEILING
      ? refuse('LEFTOVERS_OUT_OF_RANGE', {
          field: '/keepLeftoversUpToPence',
          facts: { ceilingPence: MICRO_GRANT_CEILING },
        })
      : undefined,
  ]);
}

function eligibilityRefusals({ eligibility }: Policy): readonly Refusal[] {
  const { areas, declarations, maxIncomePence } = eligibility;
  const types: readonly string[] = organisationTypes;
  return [
    ...found([
      eligibility.organisationTypes.length === 0
        ? refuse('ORGANISATION_TYPES_MISSING', { field: '/eligibility/organisationTypes' })
        : undefined,
      ...eligibility.organisationTypes.map((type, position) =>
        types.includes(type)
          ? undefined
          : refuse('ORGANISATION_TYPE_UNKNOWN', { field: pointer('eligibility', 'organisationTypes', position) }),
      ),
      maxIncomePence !== undefined && maxIncomePence <= 0
        ? refuse('INCOME_LIMIT_NOT_POSITIVE', { field: '/eligibility/maxIncomePence' })
        : undefined,
      areas?.length === 0 ? refuse('AREAS_MISSING', { field: '/eligibility/areas' }) : undefined,
      ...(areas ?? []).map((area, position) =>
        isBlank(area) ? refuse('TEXT_MISSING', { field: pointer('eligibility', 'areas', position) }) : undefined,
      ),
      ...declarations.map(({ text }, position) =>
        isBlank(text)
          ? refuse('TEXT_MISSING', { field: pointer('eligibility', 'declarations', position, 'text') })
          : undefined,
      ),
    ]),
    ...keyRefusals(declarations, '/eligibility/declarations'),
  ];
}

function checkRefusals({ checks }: Policy): readonly Refusal[] {
  const kinds: readonly string[] = checkKinds;
  return found(
    checks.flatMap(({ kind, validFor }, position) => [
      kinds.includes(kind) ? undefined : refuse('CHECK_UNKNOWN', { field: pointer('checks', position, 'kind') }),
      checks.findIndex((other) => other.kind === kind) < position
        ? refuse('CHECK_REPEATED', { field: pointer('checks', position, 'kind') })
        : undefined,
      periodAt(validFor, pointer('checks', position, 'validFor'), { calendarOnly: true }),
    ]),
  );
}

function criterionRefusals({ criteria }: Policy): readonly Refusal[] {
  if (criteria === undefined) return [];
  if (criteria.length === 0) return [refuse('CRITERIA_MISSING', { field: '/criteria' })];
  return [
    ...keyRefusals(criteria, '/criteria'),
    ...found(
      criteria.flatMap(({ label, topScore }, position) => [
        isBlank(label) ? refuse('TEXT_MISSING', { field: pointer('criteria', position, 'label') }) : undefined,
        isWhole(topScore, 1) && topScore <= topScoreAtMost
          ? undefined
          : refuse('TOP_SCORE_OUT_OF_RANGE', {
              field: pointer('criteria', position, 'topScore'),
              facts: { atMost: topScoreAtMost },
            }),
      ]),
    ),
  ];
}

function decisionRefusals({ decision, offer }: Policy): readonly Refusal[] {
  const rules: readonly string[] = decisionRules;
  return found([
    isWhole(decision.quorum, 2) ? undefined : refuse('QUORUM_TOO_SMALL', { field: '/decision/quorum' }),
    rules.includes(decision.rule) ? undefined : refuse('DECISION_RULE_UNKNOWN', { field: '/decision/rule' }),
    isWhole(offer.signatories, 2) ? undefined : refuse('SIGNATORIES_TOO_FEW', { field: '/offer/signatories' }),
  ]);
}

function instalmentRefusals({ instalments }: Policy): readonly Refusal[] {
  if (instalments.length === 0) return [refuse('INSTALMENTS_MISSING', { field: '/instalments' })];
  const wrong = instalments.flatMap(({ sharePercent, dueAfter }, position) => {
    const before = instalments[position - 1];
    return found([
      isWhole(sharePercent, 1) && sharePercent <= 100
        ? undefined
        : refuse('INSTALMENT_SHARE_NOT_WHOLE', { field: pointer('instalments', position, 'sharePercent') }),
      periodAt(dueAfter, pointer('instalments', position, 'dueAfter')),
      before !== undefined && isLonger(before.dueAfter, dueAfter)
        ? refuse('INSTALMENTS_OUT_OF_ORDER', { field: pointer('instalments', position, 'dueAfter') })
        : undefined,
    ]);
  });
  const sumPercent = instalments.reduce((sum, { sharePercent }) => sum + sharePercent, 0);
  // a share that is no number already says why they do not add up
  if (sumPercent === 100 || wrong.some(({ code }) => code === 'INSTALMENT_SHARE_NOT_WHOLE')) return wrong;
  return [...wrong, refuse('INSTALMENT_SHARES_NOT_100', { field: '/instalments', facts: { sumPercent } })];
}

function reminderRefusals(reminders: readonly Period[], of: Period, under: string): readonly Refusal[] {
  return found(
    reminders.map((period, position) => {
      const field = `${under}${pointer(position)}`;
      return periodAt(period, field) ?? (isLonger(period, of) ? refuse('REMINDER_TOO_EARLY', { field }) : undefined);
    }),
  );
}

function periodRefusals(policy: Policy): readonly Refusal[] {
  const { offer, paymentRun, purchases, report } = policy;
  return [
    ...found([
      periodAt(policy.groupCapPeriod, '/groupCapPeriod', { calendarOnly: true }),
      policy.draftFeedback === undefined
        ? undefined
        : periodAt(policy.draftFeedback.commentWithin, '/draftFeedback/commentWithin'),
      periodAt(policy.checkWithin, '/checkWithin'),
      periodAt(policy.answerWithin, '/answerWithin'),
      periodAt(policy.decideWithin, '/decideWithin'),
      periodAt(offer.validFor, '/offer/validFor'),
      periodAt(policy.conditionsWithin, '/conditionsWithin'),
      periodAt(report.dueAfter, '/report/dueAfter'),
      ...report.remindAfter.map((period, position) => periodAt(period, pointer('report', 'remindAfter', position))),
      periodAt(report.readWithin, '/report/readWithin'),
      periodAt(report.answerWithin, '/report/answerWithin'),
      periodAt(policy.refundWithin, '/refundWithin'),
      periodAt(policy.draftsExpireAfter, '/draftsExpireAfter'),
      periodAt(policy.appealWithin, '/appealWithin'),
      periodAt(paymentRun.chaseAuthorisationAfter, '/paymentRun/chaseAuthorisationAfter'),
      periodAt(paymentRun.chaseOutcomeAfter, '/paymentRun/chaseOutcomeAfter'),
      ...(purchases === null
        ? []
        : [
            periodAt(purchases.authoriseWithin, '/purchases/authoriseWithin'),
            periodAt(purchases.deliverWithin, '/purchases/deliverWithin'),
            periodAt(purchases.payAfterInvoice, '/purchases/payAfterInvoice'),
          ]),
    ]),
    ...reminderRefusals(offer.remindBefore, offer.validFor, '/offer/remindBefore'),
    ...reminderRefusals(report.remindBefore, report.dueAfter, '/report/remindBefore'),
  ];
}

/**
 * Everything that is wrong with a policy, each with a JSON pointer to its field; none when it may be a pot's.
 * Its shape (types, unknown fields) is checked before.
 */
export function policyRefusals(policy: Policy): readonly Refusal[] {
  return [
    ...wordRefusals(policy),
    ...moneyRefusals(policy),
    ...eligibilityRefusals(policy),
    ...keyRefusals(policy.questions, '/questions'),
    ...policy.questions.flatMap((question, position) => questionRefusals(question, pointer('questions', position))),
    ...checkRefusals(policy),
    ...criterionRefusals(policy),
    ...decisionRefusals(policy),
    ...instalmentRefusals(policy),
    ...periodRefusals(policy),
  ];
}
