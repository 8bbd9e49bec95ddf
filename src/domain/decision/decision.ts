/** What a panel, or one person by delegated authority, can decide of an application, and who may. */
import type { ConnectionFacts, PartyId, PersonId } from './connections';
import type { Period } from '../calendar/calendar';
import { awardableUnderCap, type CapQuestion, capFreeFrom } from './group-cap';
import { type Pence, ZERO } from '../money/money';
import { periodRefusal } from '../policy/period';
import { periodInWords } from '../policy/period-in-words';
import type { Policy } from '../policy/policy';
import { type DeclaredInterest, type Quorum, quorumAt } from './quorum';
import { pointer, type Refusal, refuse } from '../refusals/refusal';
import { type Duty, type DutyDone, mayPerform } from '../people/segregation';

/** What can come of an application. The first three award. */
export const decisionOutcomes = ['award', 'award_less', 'award_with_conditions', 'not_yet', 'refuse'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** Something that must be so before the money is paid. */
export interface AwardCondition {
  readonly wording: string;
  /** From acceptance; without it the policy's `conditionsWithin`. */
  readonly dueWithin?: Period | undefined;
}

/** A decision as somebody records it. */
export interface Decision {
  readonly outcome: DecisionOutcome;
  /** What is awarded; without it, all that was asked for. */
  readonly amountPence?: Pence | undefined;
  readonly conditions?: readonly AwardCondition[] | undefined;
  /** For the group: why not, or what to work on. */
  readonly reasons?: string | undefined;
}

/** Whether an outcome awards money. */
function isAward(outcome: DecisionOutcome): boolean {
  return outcome !== 'not_yet' && outcome !== 'refuse';
}

/** What a decision awards: null for nothing. */
export function awardedPence({ outcome, amountPence }: Decision, askedPence: Pence): Pence | null {
  return isAward(outcome) ? (amountPence ?? askedPence) : null;
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

function amountRefusal(decision: Decision, askedPence: Pence, ceilingPence: Pence): Refusal | undefined {
  const { outcome, amountPence } = decision;
  const field = '/amountPence';
  if (!isAward(outcome)) return amountPence === undefined ? undefined : refuse('AWARD_AMOUNT_UNWANTED', { field });
  if (outcome === 'award_less' && amountPence === undefined) return refuse('AWARD_AMOUNT_MISSING', { field });
  const awarded = amountPence ?? askedPence;
  if (awarded <= ZERO) return refuse('AWARD_NOT_POSITIVE', { field });
  if (awarded > askedPence) return refuse('AWARD_OVER_ASKED', { field, facts: { askedPence } });
  if (awarded > ceilingPence) return refuse('AWARD_OVER_CEILING', { field, facts: { ceilingPence } });
  if (outcome === 'award' && awarded < askedPence) return refuse('AWARD_IS_LESS', { field, facts: { askedPence } });
  if (outcome === 'award_less' && awarded === askedPence)
    return refuse('AWARD_NOT_LESS', { field, facts: { askedPence } });
  return undefined;
}

function conditionRefusals({ outcome, conditions = [] }: Decision): readonly (Refusal | undefined)[] {
  if (outcome !== 'award_with_conditions' && outcome !== 'award_less') {
    return [conditions.length === 0 ? undefined : refuse('CONDITIONS_UNWANTED', { field: '/conditions' })];
  }
  return [
    outcome === 'award_with_conditions' && conditions.length === 0
      ? refuse('CONDITIONS_MISSING', { field: '/conditions' })
      : undefined,
    ...conditions.flatMap(({ wording, dueWithin }, position) => [
      isBlank(wording)
        ? refuse('CONDITION_WORDING_MISSING', { field: pointer('conditions', position, 'wording') })
        : undefined,
      dueWithin === undefined
        ? undefined
        : periodRefusal(dueWithin, { field: pointer('conditions', position, 'dueWithin') }),
    ]),
  ];
}

/**
 * What is wrong with a decision in itself: AWARD_AMOUNT_UNWANTED, AWARD_AMOUNT_MISSING, AWARD_NOT_POSITIVE, AWARD_OVER_ASKED,
 * AWARD_OVER_CEILING, AWARD_IS_LESS, AWARD_NOT_LESS, CONDITIONS_UNWANTED, CONDITIONS_MISSING, CONDITION_WORDING_MISSING, those
 * of `periodRefusal`, and REASON_MISSING.
 */
export function decisionRefusals(
  decision: Decision,
  askedPence: Pence,
  { ceilingPence }: Pick<Policy, 'ceilingPence'>,
): readonly Refusal[] {
  return [
    amountRefusal(decision, askedPence, ceilingPence),
    ...conditionRefusals(decision),
    !isAward(decision.outcome) && isBlank(decision.reasons)
      ? refuse('REASON_MISSING', { field: '/reasons' })
      : undefined,
  ].filter((refusal) => refusal !== undefined);
}

/** Whose application it is, what has been done on it, and the standing connections to answer from. */
export interface ItemToDecide {
  readonly partyId: PartyId;
  readonly facts: ConnectionFacts;
  /** What people declared of this application, besides their standing connections. */
  readonly declared: readonly DeclaredInterest[];
  readonly done: readonly DutyDone[];
  /** A refusal that the group appealed against is decided by others than those who refused. */
  readonly isAppeal: boolean;
}

const decided: readonly Duty[] = ['decided alone', 'decided with panel', 'decided appeal'];

const whoDid = (done: readonly DutyDone[], which: readonly Duty[]): readonly PersonId[] =>
  done.filter(({ duty }) => which.includes(duty)).map(({ personId }) => personId);

const decidedBefore = ({ done, isAppeal }: ItemToDecide): readonly PersonId[] =>
  isAppeal ? whoDid(done, decided) : [];

/** The duty that somebody who decides on an item performs. */
export function decidingDuty({ isAppeal }: Pick<ItemToDecide, 'isAppeal'>, inMeeting: boolean): Duty {
  if (isAppeal) return 'decided appeal';
  return inMeeting ? 'decided with panel' : 'decided alone';
}

/** Who of the panel members present counts when a meeting decides on an item: also not who applied, or is close to who did. */
export function panelAt(item: ItemToDecide, present: readonly PersonId[], quorum: number): Quorum {
  const { partyId, facts, done, declared } = item;
  const duty = decidingDuty(item, true);
  const barred = present.filter(
    (personId) => mayPerform(duty, personId, done, { parties: [partyId], facts })?.code === 'CONNECTED_PERSON',
  );
  const applied = whoDid(done, ['applied']);
  return quorumAt({
    present,
    partyId,
    facts,
    declared: [...declared, ...[...barred, ...applied].map((personId) => ({ personId, level: 'connected' as const }))],
    helpedWrite: whoDid(done, ['helped write']),
    left: decidedBefore(item),
    quorum,
  });
}

/**
 * QUORUM_NOT_MET, or APPEAL_NEEDS_OTHERS, with how many count and how many are needed, unless enough do; RULING_MISSING while the chair
 * has not ruled on everybody who knows the group.
 */
export function panelRefusal(item: ItemToDecide, panel: Quorum, quorum: number): Refusal | undefined {
  if (panel.met) {
    return panel.unruled.length === 0 ? undefined : refuse('RULING_MISSING', { field: '/meetingId' });
  }
  const facts = { counted: panel.counted.length, quorum };
  return refuse(item.isAppeal ? 'APPEAL_NEEDS_OTHERS' : 'QUORUM_NOT_MET', { facts });
}

/**
 * Why one person may not decide on an item alone, if so: NOT_DELEGATED above the sum that the policy delegates, DECIDED_BEFORE
 * on an appeal, SAME_PERSON, CONNECTED_PERSON. `sumPence` is what is awarded, or what was asked for where nothing is.
 */
export function soleDeciderRefusal(
  item: ItemToDecide,
  personId: PersonId,
  sumPence: Pence,
  { decision }: Pick<Policy, 'decision'>,
): Refusal | undefined {
  if (sumPence > decision.delegatedUpToPence) {
    return refuse('NOT_DELEGATED', { field: '/meetingId', facts: { limitPence: decision.delegatedUpToPence } });
  }
  if (decidedBefore(item).includes(personId)) return refuse('DECIDED_BEFORE');
  return assessorRefusal(item, personId, decidingDuty(item, false));
}

/**
 * Why somebody may not assess an application, score it or record what is decided of it, if so: SAME_PERSON when they applied or
 * helped to write it, CONNECTED_PERSON when they are connected to the group, by standing or as they declared, LEFT_FOR_ITEM when they
 * know the group and the chair ruled that they leave. Who reads it for the panel or the funder, and no more, may not read it either:
 * `isWithheldFrom`.
 */
export function assessorRefusal(
  { partyId, facts, done, declared }: ItemToDecide,
  personId: PersonId,
  duty: Duty = 'assessed',
): Refusal | undefined {
  const refusal = mayPerform(duty, personId, done, { parties: [partyId], facts });
  if (refusal !== undefined) return refusal;
  const own = declared.filter((interest) => interest.personId === personId);
  if (own.some(({ level }) => level === 'connected'))
    return refuse('CONNECTED_PERSON', { facts: { duty, partyId, to: 'the organisation that it is about' } });
  return own.some(({ ruling }) => ruling === 'leaves') ? refuse('LEFT_FOR_ITEM') : undefined;
}

/**
 * Whether an application is kept from somebody who only reads it, for the panel or the funder: by the rule for who assesses it. They are
 * shown that it is there, its group, its pot and how far it is, and nothing of what the group wrote, asked for, sent or was asked, nor of
 * what others thought of it. It stays so when it is decided. Staff keep the papers, and its own group reads them as its group.
 */
export const isWithheldFrom = (item: ItemToDecide, personId: PersonId): boolean =>
  assessorRefusal(item, personId) !== undefined;

/** GROUP_CAP_EXCEEDED, with what can be awarded now and from when more can, unless the cap leaves enough for an award. */
export function capRefusal(amountPence: Pence, question: CapQuestion): Refusal | undefined {
  const awardablePence = awardableUnderCap(question);
  if (amountPence <= awardablePence) return undefined;
  const { capPence, period } = question;
  return refuse('GROUP_CAP_EXCEEDED', {
    facts: {
      capPence,
      awardablePence,
      period: periodInWords(period),
      moreFromOn: capFreeFrom(question) ?? null,
    },
  });
}
