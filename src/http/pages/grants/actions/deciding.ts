import { awardEffect } from '../../../../domain/decision/award-effect';
import { dateInWords } from '../../../../domain/calendar/calendar';
import { awardedPence, decisionOutcomes, decisionRefusals, type Decision } from '../../../../domain/decision/decision';
import { staffRoles } from '../../../../domain/lives/roles';
import { formatPounds, pence, type Pence, subtractPence, ZERO } from '../../../../domain/money/money';
import { periodInWords } from '../../../../domain/policy/period-in-words';
import type { Fields } from '../../form/field';
import type { Page, Sent } from '../../frame/page';
import type { GrantData } from '../grant/data';
import { potBeforeOf } from '../grant/pot-before';
import { grantWords } from '../words';
import { confirmedFirst, grantActionPage, grantForm, type Consequences } from './action-page';

const w = grantWords.act.decide;

const askedOf = ({ found }: GrantData): Pence => pence(found.asked_pence ?? 0);

const fieldsOf = (data: GrantData): Fields => {
  const asked = formatPounds(askedOf(data));
  return {
    outcome: {
      kind: 'choice',
      at: '/outcome',
      label: w.outcome,
      options: decisionOutcomes.map((value) => ({
        value,
        words: value === 'award' ? w.outcomes.award(asked) : w.outcomes[value],
      })),
    },
    amount: { kind: 'money', at: '/amountPence', label: w.amount, hint: w.amountHint(asked) },
    conditions: {
      kind: 'rows',
      at: '/conditions',
      label: w.conditions,
      hint: w.conditionsHint,
      line: w.condition,
      atMost: 10,
      addWords: w.addCondition,
      each: {
        wording: { kind: 'longText', at: '/wording', label: w.wording, rows: 2 },
        days: {
          kind: 'count',
          at: '/days',
          label: w.days,
          hint: w.daysHint(periodInWords(data.found.policy.conditionsWithin)),
        },
      },
    },
    reasons: { kind: 'longText', at: '/reasons', label: w.reasons, hint: w.reasonsHint, atMost: 4000 },
    startsOn: { kind: 'date', at: '/startsOn', label: w.startsOn, hint: w.startsOnHint },
  };
};

interface TypedDecision {
  readonly outcome?: Decision['outcome'];
  readonly amountPence?: Pence;
  readonly conditions?: readonly { readonly wording?: string; readonly days?: number }[];
  readonly reasons?: string;
  readonly startsOn?: string;
}

/** What was typed, as the command takes it: by delegated authority, and days as a period. */
function bodyOf(body: Sent['body']) {
  const { conditions = [], ...typed } = body as TypedDecision;
  return {
    meetingId: null,
    ...typed,
    conditions: conditions.map(({ wording = '', days }) => ({
      wording,
      ...(days === undefined ? {} : { dueWithin: `P${String(days)}D` }),
    })),
  };
}

/** A sum; what is below nothing is what is missing. */
const sumOrShort = (sum: Pence): string =>
  sum < 0 ? w.short(formatPounds(subtractPence(ZERO, sum))) : formatPounds(sum);

/** What an award of so much takes from the pot, as its table has it; nothing for who may not see the pot's money. */
function effectOf(data: GrantData, amount: Pence) {
  const pot = potBeforeOf(data);
  if (pot === undefined) return undefined;
  const effect = awardEffect(amount, pot);
  const row = (words: string, before: Pence, after: Pence) => ({
    words,
    before: sumOrShort(before),
    after: sumOrShort(after),
  });
  const { coveredFrom } = effect;
  return {
    caption: w.effectOf(formatPounds(amount)),
    rows: [
      row(w.rows.budget, pot.canStillBeAwardedPence, effect.canStillBeAwardedPence),
      row(w.rows.cash, effect.freeCash.before, effect.freeCash.after),
      row(w.rows.forecast, effect.forecast.before, effect.forecast.after),
    ],
    covered:
      coveredFrom === 'now' || coveredFrom === 'never'
        ? w.covered[coveredFrom]
        : w.covered.on(dateInWords(coveredFrom)),
  };
}

/** What a decision will do; nothing while it cannot be sent as it is. */
function consequencesOf(body: Sent['body'], data: GrantData): Consequences | undefined {
  const typed = bodyOf(body);
  if (typed.outcome === undefined) return undefined;
  const { policy } = data.found;
  const decision = typed as Decision;
  if (decisionRefusals(decision, askedOf(data), policy).length > 0) return undefined;
  const amount = awardedPence(decision, askedOf(data));
  const { name } = data.grant.party;
  const mail = w.confirm.mail(name);
  if (amount !== null) {
    const sum = formatPounds(amount);
    const count = typed.conditions.length;
    return {
      will: [
        w.confirm.award(sum, name),
        ...(amount < askedOf(data) ? [w.confirm.less] : []),
        w.confirm.acceptBy(periodInWords(policy.offer.validFor)),
        ...(count === 0 ? [] : [w.confirm.conditions(count)]),
        mail,
      ],
      button: w.buttons.award(sum),
    };
  }
  if (decision.outcome === 'not_yet') return { will: [w.confirm.notYet(name), mail], button: w.buttons.not_yet };
  const appeal = data.found.appealed ? w.confirm.finalNo : w.confirm.appeal(periodInWords(policy.appealWithin));
  return { will: [w.confirm.refuse(name), appeal, mail], button: w.buttons.refuse };
}

const decide = grantActionPage({
  page: 'decide',
  for: staffRoles,
  template: 'decide.njk',
  show: (data, { parts: _ }) => ({
    title: w.title,
    lead: w.lead(formatPounds(data.found.policy.decision.delegatedUpToPence)),
    effect: effectOf(data, askedOf(data)),
    blocks: [{ form: 'decide', button: w.see }],
  }),
  forms: {
    decide: grantForm({
      command: 'decide',
      fields: fieldsOf,
      body: bodyOf,
      preview: (sent, data, context) => {
        const acted = confirmedFirst<GrantData>('decide', consequencesOf)(sent, data, context);
        if (acted === undefined || !('preview' in acted)) return acted;
        const typed = bodyOf(sent.body);
        const amount = awardedPence(typed as Decision, askedOf(data));
        return { preview: { ...acted.preview, effect: amount === null ? undefined : effectOf(data, amount) } };
      },
      done: 'decided',
    }),
  },
});

/** What one person decides by delegated authority. */
export const decidingPages: readonly Page[] = [decide];
