import {
  checkKinds,
  criteriaOf,
  decisionRules,
  defaultPolicy,
  organisationTypes,
  topScoreAtMost,
  type Policy,
} from '../../../domain/policy/policy';
import type { Fields } from '../form/field';
import { organisationWords } from '../frame/policy-words';
import { potWords } from './words';

/** A part of a pot's rules that has a page of its own. Its fields' pointers are into the policy, but where `from` and `into` say otherwise. */
export interface Section {
  readonly name: keyof typeof potWords.sections;
  readonly fields: Fields;
  /** The policy as the form has it. */
  readonly from?: (policy: Policy) => unknown;
  /** The policy with what the form says. Without it each field's value is put where it points. */
  readonly into?: (policy: Policy, body: Readonly<Record<string, unknown>>) => unknown;
}

const f = potWords.fields;
const period = (at: string, label: string) => ({ kind: 'period', at, label, hint: f.periodHint }) as const;
const periods = (at: string, label: string) => ({ kind: 'periods', at, label, hint: f.periodsHint }) as const;
type Body = Readonly<Record<string, unknown>>;
const lines = (value: unknown): readonly Body[] => (Array.isArray(value) ? (value as readonly Body[]) : []);

/** A name for programs, out of words: `Is it accessible?` is `is_it_accessible`. */
function keyOf(words: string, taken: ReadonlySet<string>): string {
  const plain = words
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_\d]+|_+$/g, '')
    .slice(0, 34);
  const base = plain === '' ? 'item' : plain;
  for (let place = 1; ; place += 1) {
    const key = place === 1 ? base : `${base}_${String(place)}`;
    if (!taken.has(key)) return key;
  }
}

/** Lines with the keys that they had; answers go by keys, so a line keeps its own while it is only worded anew. */
function keyed(
  now: readonly Body[],
  before: readonly { readonly key: string }[],
  words: 'text' | 'label',
): readonly Body[] {
  const old = before as readonly (Body & { readonly key: string })[];
  const taken = new Set<string>();
  return now.map((line, place) => {
    const text = typeof line[words] === 'string' ? line[words] : '';
    const same = old.find((one) => one[words] === text) ?? (now.length === old.length ? old[place] : undefined);
    const key =
      same !== undefined && !taken.has(same.key)
        ? same.key
        : keyOf(text, new Set([...taken, ...old.map((one) => one.key)]));
    taken.add(key);
    return { key, [words]: text, ...line };
  });
}

/** The parts, in the order in which somebody thinks of a pot. */
export const sections: readonly Section[] = [
  {
    name: 'about',
    fields: {
      purpose: { kind: 'longText', at: '/purpose', label: f.purpose, hint: f.purposeHint, atMost: 1_000, rows: 4 },
      helpName: { kind: 'text', at: '/help/name', label: f.helpName, hint: f.helpNameHint },
      helpTelephone: { kind: 'tel', at: '/help/telephone', label: f.helpTelephone, width: 20 },
      helpEmail: { kind: 'email', at: '/help/email', label: f.helpEmail },
    },
    into: (policy, { purpose, help }) => {
      const { purpose: _before, help: _present, ...rest } = policy;
      return {
        ...rest,
        ...(purpose === undefined ? {} : { purpose }),
        ...(help === undefined ? {} : { help: { name: '', ...(help as Body) } }),
      };
    },
  },
  {
    name: 'limits',
    fields: {
      ceiling: { kind: 'money', at: '/ceilingPence', label: f.ceiling },
      cap: { kind: 'money', at: '/groupCapPence', label: f.cap },
      capPeriod: period('/groupCapPeriod', f.capPeriod),
      before: { kind: 'yesNo', at: '/allowCostsBeforeDecision', label: f.before },
    },
  },
  {
    name: 'who',
    fields: {
      types: {
        kind: 'several',
        at: '/eligibility/organisationTypes',
        label: f.types,
        options: organisationTypes.map((value) => ({ value, words: organisationWords[value] })),
      },
      income: { kind: 'money', at: '/eligibility/maxIncomePence', label: f.income, hint: f.incomeHint },
      areas: { kind: 'list', at: '/eligibility/areas', label: f.areas, hint: f.areasHint },
      declarations: {
        kind: 'rows',
        at: '/eligibility/declarations',
        label: f.declarations,
        line: f.declaration,
        addWords: f.addDeclaration,
        atMost: 12,
        each: { text: { kind: 'longText', at: '/text', label: f.declarationText, rows: 2 } },
      },
    },
    into: (policy, body) => {
      const { areas, declarations, ...said } = (body['eligibility'] ?? {}) as Body;
      const kept = Array.isArray(areas) && areas.length > 0 ? { areas: areas as readonly string[] } : {};
      return {
        ...policy,
        eligibility: {
          ...said,
          ...kept,
          declarations: keyed(lines(declarations), policy.eligibility.declarations, 'text'),
        },
      };
    },
  },
  {
    name: 'questions',
    fields: {
      questions: {
        kind: 'rows',
        at: '/questions',
        label: f.questions,
        line: f.question,
        addWords: f.addQuestion,
        atMost: 20,
        each: {
          label: { kind: 'text', at: '/label', label: f.questionLabel },
          kind: {
            kind: 'choice',
            at: '/kind',
            label: f.questionKind,
            asList: true,
            options: Object.entries(f.kinds).map(([value, words]) => ({ value, words })),
          },
          maxWords: { kind: 'count', at: '/maxWords', label: f.maxWords },
          choices: { kind: 'list', at: '/choices', label: f.choices },
          required: { kind: 'tick', at: '/required', label: f.required },
        },
      },
    },
    into: (policy, body) => ({
      ...policy,
      questions: keyed(lines(body['questions']), policy.questions, 'label').map(({ choices, required, ...one }) => ({
        ...one,
        required: required === true,
        ...(Array.isArray(choices) && choices.length > 0 ? { choices: choices as readonly string[] } : {}),
      })),
    }),
  },
  {
    name: 'dates',
    fields: {
      intake: {
        kind: 'choice',
        at: '/intake',
        label: f.intake,
        options: [
          { value: 'rolling', words: f.rolling },
          { value: 'window', words: f.window },
        ],
      },
      commentWithin: { ...period('/draftFeedback/commentWithin', f.commentWithin), hint: f.commentWithinHint },
      checkWithin: period('/checkWithin', f.checkWithin),
      answerWithin: period('/answerWithin', f.answerWithin),
      decideWithin: period('/decideWithin', f.decideWithin),
      appealWithin: period('/appealWithin', f.appealWithin),
      draftsExpire: period('/draftsExpireAfter', f.draftsExpire),
    },
    into: (policy, body) => {
      const {
        draftFeedback,
        intake,
        checkWithin,
        answerWithin,
        decideWithin,
        appealWithin,
        draftsExpireAfter,
        ...others
      } = policy;
      return { ...others, ...body };
    },
  },
  {
    name: 'checks',
    fields: {
      checks: {
        kind: 'rows',
        at: '/checks',
        label: f.checks,
        line: f.check,
        addWords: f.addCheck,
        atMost: checkKinds.length,
        each: {
          kind: {
            kind: 'choice',
            at: '/kind',
            label: f.checkKind,
            asList: true,
            options: checkKinds.map((value) => ({ value, words: potWords.checks[value] })),
          },
          validFor: period('/validFor', f.validFor),
          onlyIf: { kind: 'tick', at: '/onlyIf', label: f.onlyIf },
        },
      },
      secondContact: {
        kind: 'choice',
        at: '/secondContact',
        label: f.secondContact,
        options: [
          { value: 'required', words: f.asked },
          { value: 'not asked', words: f.notAsked },
        ],
      },
    },
    from: ({ checks, secondContact = 'not asked' }) => ({
      secondContact,
      checks: checks.map((one) => ({ ...one, onlyIf: one.onlyIf !== undefined })),
    }),
    into: (policy, body) => ({
      ...policy,
      ...(body['secondContact'] === undefined ? {} : { secondContact: body['secondContact'] }),
      checks: lines(body['checks']).map(({ onlyIf, ...one }) => ({
        ...one,
        ...(onlyIf === true ? { onlyIf: 'children or adults at risk' } : {}),
      })),
    }),
  },
  {
    name: 'criteria',
    fields: {
      criteria: {
        kind: 'rows',
        at: '/criteria',
        label: f.criteria,
        hint: f.criteriaHint,
        line: f.criterion,
        addWords: f.addCriterion,
        atMost: 12,
        each: {
          label: { kind: 'text', at: '/label', label: f.criterionLabel },
          asks: { kind: 'text', at: '/asks', label: f.criterionAsks },
          top: { kind: 'count', at: '/topScore', label: f.topScore(topScoreAtMost) },
        },
      },
    },
    from: (policy) => ({ criteria: criteriaOf(policy) }),
    into: (policy, body) => ({ ...policy, criteria: keyed(lines(body['criteria']), criteriaOf(policy), 'label') }),
  },
  {
    name: 'panel',
    fields: {
      quorum: { kind: 'count', at: '/decision/quorum', label: f.quorum, hint: f.quorumHint },
      rule: {
        kind: 'choice',
        at: '/decision/rule',
        label: f.rule,
        options: decisionRules.map((value) => ({ value, words: f.rules[value] })),
      },
      delegated: { kind: 'money', at: '/decision/delegatedUpToPence', label: f.delegated, hint: f.delegatedHint },
    },
  },
  {
    name: 'offer',
    fields: {
      validFor: period('/offer/validFor', f.offerFor),
      remindBefore: periods('/offer/remindBefore', f.offerReminders),
      signatories: { kind: 'count', at: '/offer/signatories', label: f.signatories },
      conditions: period('/conditionsWithin', f.conditions),
    },
  },
  {
    name: 'payments',
    fields: {
      instalments: {
        kind: 'rows',
        at: '/instalments',
        label: f.instalments,
        line: f.instalment,
        addWords: f.addInstalment,
        atMost: 12,
        each: {
          share: { kind: 'count', at: '/sharePercent', label: f.share, suffix: f.percent },
          after: { ...period('/dueAfter', f.after), hint: f.periodOrAtOnce },
        },
      },
      chaseAuthorisation: period('/paymentRun/chaseAuthorisationAfter', f.chaseAuthorisation),
      chaseOutcome: period('/paymentRun/chaseOutcomeAfter', f.chaseOutcome),
    },
  },
  {
    name: 'report',
    fields: {
      dueAfter: period('/report/dueAfter', f.reportAfter),
      from: {
        kind: 'choice',
        at: '/report/from',
        label: f.reportFrom,
        options: [
          { value: 'acceptance', words: f.acceptance },
          { value: 'last payment', words: f.lastPayment },
        ],
      },
      remindBefore: periods('/report/remindBefore', f.reportBefore),
      remindAfter: periods('/report/remindAfter', f.reportLate),
      readWithin: period('/report/readWithin', f.readWithin),
      answerWithin: period('/report/answerWithin', f.reportAnswer),
      leftovers: { kind: 'money', at: '/keepLeftoversUpToPence', label: f.leftovers },
      refundWithin: period('/refundWithin', f.refundWithin),
    },
  },
  {
    name: 'purchases',
    fields: {
      has: { kind: 'yesNo', at: '/hasPurchases', label: f.hasPurchases },
      authoriseWithin: period('/purchases/authoriseWithin', f.authoriseWithin),
      deliverWithin: period('/purchases/deliverWithin', f.deliverWithin),
      payAfter: { ...period('/purchases/payAfterInvoice', f.payAfter), hint: f.periodOrAtOnce },
    },
    from: ({ purchases }) => ({ hasPurchases: purchases !== null, purchases: purchases ?? defaultPolicy.purchases }),
    into: (policy, body) => ({
      ...policy,
      purchases: body['hasPurchases'] === true ? (body['purchases'] ?? {}) : null,
    }),
  },
];

/** The policy with what a section's form says; perhaps not sound, and perhaps no policy at all where a field was left empty. */
export function withSection(policy: Policy, { fields, into }: Section, body: Body): unknown {
  if (into !== undefined) return into(policy, body);
  const result = structuredClone(policy) as unknown as Record<string, unknown>;
  for (const { at } of Object.values(fields)) {
    const parts = at.split('/').slice(1);
    const last = parts.pop() ?? '';
    const place = parts.reduce<Record<string, unknown>>(
      (found, part) => found[part] as Record<string, unknown>,
      result,
    );
    const value = valueAt(body, at);
    if (value === undefined) Reflect.deleteProperty(place, last);
    else place[last] = value;
  }
  return result;
}

/** What a section's form is filled with. */
export const filledFrom = (policy: Policy, { from }: Section): unknown => from?.(policy) ?? policy;

/** What a JSON pointer points at. */
export function valueAt(body: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (found, part) =>
        typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[part] : undefined,
      body,
    );
}

/** Whether a JSON pointer is into one of a section's fields. */
export const isInSection = (pointer: string, { fields }: Section): boolean =>
  Object.values(fields).some(({ at }) => pointer === at || pointer.startsWith(`${at}/`));
