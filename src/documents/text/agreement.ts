import type { Activity, BudgetLine } from '../../domain/application/application';
import {
  type CalendarDate,
  dateInWords,
  instantInWords,
  type Instant,
  type Period,
} from '../../domain/calendar/calendar';
import { planInstalments } from '../../domain/award/instalment-plan';
import { formatPounds, type Pence } from '../../domain/money/money';
import { periodInWords } from '../../domain/policy/period-in-words';
import type { Policy } from '../../domain/policy/policy';
import { type Block, document, type Document, facts, heading, list, paragraph, table } from './document';
import { activitiesTable, budgetTable } from './plan';
import { say } from './say';
import { agreementWords as words } from './words/agreement';

/** What a grant agreement is put together from: all of it is on record before anybody accepts. */
export interface AgreementFacts {
  readonly reference: string;
  /** Whoever gives the grant, and whoever receives it. */
  readonly organisation: string;
  readonly group: string;
  readonly pot: string;
  readonly funder: string;
  /** Who receives the money for a group without a bank account; null where the group does. */
  readonly host: string | null;
  readonly awardedPence: Pence;
  readonly decidedOn: CalendarDate;
  readonly content: AgreedContent;
  readonly conditions: readonly AgreedCondition[];
  readonly policy: Policy;
  /** Whether a budget holder buys from it, so that its recipient is paid nothing. */
  readonly isDrawnDown: boolean;
}

/** What the group asked for, or agreed anew for less. */
export interface AgreedContent {
  readonly purpose: string;
  readonly area: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly peopleHelped: number;
  readonly giftsInKind?: string | undefined;
  readonly activities: readonly Activity[];
  readonly budget: readonly BudgetLine[];
}

/** A condition as it was decided; without a period of its own it has the policy's. */
export interface AgreedCondition {
  readonly number: number;
  readonly wording: string;
  readonly dueWithin: Period | null;
}

/** Who accepted: the name on record, and what was typed. */
export interface Signature {
  readonly name: string;
  readonly typed: string | null;
  readonly acceptedAt: Instant;
  /** The day that stands beside a signature on paper; null for one that was typed. */
  readonly onPaperOn: CalendarDate | null;
}

/** The agreement that is accepted or declined: the same facts always give the same text, and no day of reading is in it. */
export function agreementText(of: AgreementFacts): Document {
  const { reference, organisation, group } = of;
  return document(say(words.title, { reference }), [
    paragraph(say(words.between, { organisation, group })),
    ...theGrant(of),
    ...plan(of.content),
    ...conditions(of),
    ...payment(of),
    ...spending(of),
    ...report(of),
    ...refund(of),
    ...acceptance(of),
  ]);
}

/** The agreement with who accepted it, and the fingerprint that their signatures cover. */
export function signedAgreement(agreed: Document, hash: string, signatures: readonly Signature[]): Document {
  return {
    title: agreed.title,
    blocks: [
      ...agreed.blocks,
      heading(2, words.signed),
      signatures.length === 0
        ? paragraph(words.notSigned)
        : table({
            caption: words.signedCaption,
            columns: [{ heading: words.name }, { heading: words.signature }, { heading: words.acceptedAt }],
            rows: signatures.map(({ name, typed, acceptedAt, onPaperOn }) => [
              name,
              typed ?? (onPaperOn === null ? words.noSignature : say(words.onPaper, { day: dateInWords(onPaperOn) })),
              instantInWords(acceptedAt),
            ]),
          }),
      paragraph(say(words.fingerprint, { hash })),
    ],
  };
}

function theGrant(of: AgreementFacts): readonly Block[] {
  const { purpose, area, startsOn, endsOn, peopleHelped, giftsInKind } = of.content;
  return [
    heading(2, words.theGrant),
    facts([
      [words.reference, of.reference],
      [words.givenBy, of.organisation],
      [words.givenTo, of.group],
      [words.pot, of.pot],
      [words.funder, of.funder],
      [words.sum, formatPounds(of.awardedPence)],
      [words.decidedOn, dateInWords(of.decidedOn)],
    ]),
    heading(2, words.purpose),
    paragraph(purpose),
    facts([
      [words.where, area],
      [words.when, say(words.fromTo, { first: dateInWords(startsOn), last: dateInWords(endsOn) })],
      [words.people, String(peopleHelped)],
      ...(giftsInKind === undefined || giftsInKind.trim() === '' ? [] : [[words.giftsInKind, giftsInKind] as const]),
    ]),
  ];
}

const plan = ({ activities, budget }: AgreedContent): readonly Block[] => [
  heading(2, words.activities),
  activitiesTable(words.activitiesCaption, activities, words),
  heading(2, words.budget),
  budgetTable(words.budgetCaption, budget, words),
];

function conditions({ conditions: all, policy }: AgreementFacts): readonly Block[] {
  if (all.length === 0) return [heading(2, words.conditions), paragraph(words.noConditions)];
  return [
    heading(2, words.conditions),
    paragraph(words.conditionsBefore),
    table({
      caption: words.conditionsCaption,
      columns: [
        { heading: words.number, share: 0.6 },
        { heading: words.condition, share: 3 },
        { heading: words.metBy, share: 1.4 },
      ],
      rows: all.map(({ number, wording, dueWithin }) => [
        String(number),
        wording,
        say(words.within, { period: periodInWords(dueWithin ?? policy.conditionsWithin) }),
      ]),
    }),
  ];
}

// Any instant will do to split the sum: when each part is due is said by its period.
const someInstant: Instant = '2000-01-01T12:00:00.000Z';

function payment({ awardedPence, group, host, policy, isDrawnDown }: AgreementFacts): readonly Block[] {
  if (isDrawnDown) return [heading(2, words.payment), paragraph(words.payByPurchases)];
  const due = (number: number): string => {
    const period = policy.instalments[number - 1]?.dueAfter ?? '';
    return /[1-9]/.test(period) ? say(words.after, { period: periodInWords(period) }) : words.atOnce;
  };
  return [
    heading(2, words.payment),
    paragraph(host === null ? say(words.payInto, { group }) : say(words.payIntoHost, { host, group })),
    table({
      caption: words.paymentCaption,
      columns: [{ heading: words.part }, { heading: words.amount, isMoney: true }, { heading: words.due, share: 2 }],
      rows: planInstalments(awardedPence, policy, someInstant).map(({ number, amountPence }) => [
        String(number),
        formatPounds(amountPence),
        due(number),
      ]),
    }),
  ];
}

function spending({ decidedOn, policy, isDrawnDown }: AgreementFacts): readonly Block[] {
  const [use, notBefore, records, ...others] = words.spendingRules;
  const costs = policy.allowCostsBeforeDecision
    ? words.spendingCosts
    : say(notBefore, { decidedOn: dateInWords(decidedOn) });
  return [heading(2, words.spending), list([use, costs, isDrawnDown ? words.recordsOfPurchases : records, ...others])];
}

const report = ({ policy: { report: asked }, isDrawnDown }: AgreementFacts): readonly Block[] => [
  heading(2, words.report),
  paragraph(
    say(words.reportDue, {
      period: periodInWords(asked.dueAfter),
      from:
        asked.from === 'acceptance'
          ? words.fromAcceptance
          : isDrawnDown
            ? words.fromLastPurchase
            : words.fromLastPayment,
    }),
  ),
  paragraph(words.monitoring),
];

function refund({ policy: { refundWithin, keepLeftoversUpToPence }, isDrawnDown }: AgreementFacts): readonly Block[] {
  // Whoever was paid nothing has nothing to return.
  if (isDrawnDown) return [heading(2, words.refund), list([words.refundNotBought, words.refundPurchased, words.weEnd])];
  const [unused, ...others] = words.refundRules;
  const returned = say(unused, {
    refundWithin: periodInWords(refundWithin),
    keep: formatPounds(keepLeftoversUpToPence),
  });
  return [heading(2, words.refund), list([returned, ...others, words.weEnd])];
}

function acceptance({ policy, isDrawnDown }: AgreementFacts): readonly Block[] {
  const { signatories: count } = policy.offer;
  const { one, many, staffOne, staffMany } = words.signatories;
  const alone = isDrawnDown ? staffOne : one;
  return [
    heading(2, words.acceptance),
    paragraph(count === 1 ? alone : say(isDrawnDown ? staffMany : many, { count: String(count) })),
  ];
}
