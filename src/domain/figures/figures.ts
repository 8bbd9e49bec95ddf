/**
 * The figures of a pot, or of a fund's pots together, as they may be told to anybody who reads its money: sums and counts. Nobody is named, and
 * counts of people that are very small are not told apart.
 */
import type { CalendarDate } from '../calendar/calendar';
import { type CashForecast, forecastCash } from '../money/cash-forecast';
import type { GrantStage } from '../lives/grant-life';
import { pence, type Pence, sumPence } from '../money/money';
import { peopleTold, toldApart } from './small-numbers';
import { type Waited, type Waits, waitsOf } from './waits';

/** What was asked for and awarded for one area. */
export interface AreaCounted {
  /** As applications have it; empty where none was given. */
  readonly area: string;
  readonly applications: number;
  readonly askedPence: number;
  readonly grants: number;
  /** Less what came back. */
  readonly awardedPence: number;
  /** Whom all applications together are to help. */
  readonly peopleAsked: number;
  /** Whom those that were awarded are to help. */
  readonly peopleAwarded: number;
}

/** What reports counted in one unit, against what was planned. */
export interface OutputCounted {
  /** In small letters, as groups wrote it. */
  readonly unit: string;
  readonly reports: number;
  readonly target: number;
  readonly achieved: number;
}

/** What reports counted of people for one area, in one of the words for them. */
export interface PeopleCounted {
  /** As the application has it; empty where none was given. */
  readonly area: string;
  readonly unit: string;
  readonly target: number;
  readonly achieved: number;
}

interface DayAndSum {
  readonly on: CalendarDate;
  readonly pence: number;
}

/** One pot, counted. All sums in pence. */
export interface PotCounted {
  readonly money: {
    readonly canStillBeAwardedPence: number;
    readonly inTheBankPence: number;
    readonly reservedPence: number;
    readonly inTransitPence: number;
    readonly waitingForCashPence: number;
  };
  /** What the accounts of its grants hold, by kind of account. */
  readonly held: Readonly<Partial<Record<'committed' | 'promised' | 'spent' | 'refund_due' | 'written_off', number>>>;
  /** What was sent, by where it is now. */
  readonly stages: readonly { readonly stage: GrantStage; readonly count: number; readonly askedPence: number }[];
  readonly areas: readonly AreaCounted[];
  /** From the day an application was sent until its first decision. */
  readonly untilDecided: readonly Waited[];
  /** From the day of the decision until the first payment was in the group's bank. */
  readonly untilPaid: readonly Waited[];
  /** Of grants that were accepted: how many, how many have told how it went, and what they say they spent. */
  readonly reports: { readonly begun: number; readonly told: number; readonly spentPence: number };
  readonly outputs: readonly OutputCounted[];
  /** Only in units of `personUnits`. */
  readonly people: readonly PeopleCounted[];
  readonly cash: {
    readonly toCome: readonly DayAndSum[];
    /** What has not left the bank yet, by the day it is due. */
    readonly toPay: readonly DayAndSum[];
    /** Promised or awarded, with no day of payment yet. */
    readonly withoutDayPence: number;
  };
}

/** Figures as they are told. */
export interface Figures {
  readonly applications: {
    readonly sent: number;
    readonly askedPence: Pence;
    readonly waiting: number;
    readonly awarded: number;
    readonly notAwarded: number;
    readonly withdrawn: number;
  };
  readonly money: {
    readonly awardedPence: Pence;
    readonly paidPence: Pence;
    readonly promisedPence: Pence;
    readonly leftPence: Pence;
    /** As reports say. */
    readonly spentPence: Pence;
    readonly canStillBeAwardedPence: Pence;
    /** With what is kept there for payments that are ready. */
    readonly inTheBankPence: Pence;
    readonly waitingForCashPence: Pence;
  };
  readonly forecast: CashForecast;
  /** Awarded or ordered, with no day of payment yet: it is not in the forecast. */
  readonly withoutDayPence: Pence;
  readonly untilDecided: Waits;
  readonly untilPaid: Waits;
  /** The most awarded first. */
  readonly areas: readonly AreaCounted[];
  /** Areas that are about too few people to be told apart, together. */
  readonly otherAreas: (Omit<AreaCounted, 'area'> & { readonly areas: number }) | undefined;
  readonly reached: {
    readonly peoplePlanned: number | 'few';
    readonly grantsBegun: number;
    readonly reports: number;
    readonly counts: readonly OutputTold[];
    /** How many more units reports counted in, which are words of one group alone. */
    readonly otherCounts: number;
  };
  readonly peopleReached: PeopleReached | undefined;
}

/** How many people reports say were planned and reached. */
interface People {
  readonly target: number;
  readonly achieved: number;
}

/**
 * People as reports count them: all of them, and by area, the most first. Units in which very few were counted are left out of every sum, so
 * that taking what is told from a total finds nobody.
 */
export interface PeopleReached extends People {
  /** Whether a unit was left out, so that there were more. */
  readonly isAtLeast: boolean;
  readonly areas: readonly (People & { readonly area: string })[];
  /** Areas that are about too few people to be told apart, together. */
  readonly otherAreas: (People & { readonly areas: number }) | undefined;
}

/** What reports counted in one unit, as it may be told. */
export interface OutputTold {
  readonly unit: string;
  readonly reports: number;
  readonly target: number | 'few';
  readonly achieved: number | 'few';
}

const undecided: readonly GrantStage[] = ['submitted', 'checking', 'assessing'];
const notAwarded: readonly GrantStage[] = ['refused', 'not_yet', 'ineligible'];

/** What is plainly not people, so that two of them are told as two. */
const things = new Set(
  `session sessions workshop workshops meeting meetings event events hour hours day days week weeks visit visits trip trips outing outings meal meals
   leaflet leaflets copy copies class classes course courses performance performances walk walks call calls service services structure structures
   pack packs garden gardens tree trees match matches show shows kit kits`.split(/\s+/),
);
/** What counts persons: each word is of one, which a family, an attendance or a referral is not. */
export const personUnits = [
  ...(['people', 'participants', 'volunteers', 'mentors', 'members', 'residents', 'parents'] as const),
  ...(['carers', 'children', 'women', 'men', 'adults', 'learners'] as const),
];

/** What anybody counts people in: such a word says nothing of who used it. */
const peoples = new Set<string>([...personUnits, 'attendances', 'families', 'households', 'referrals']);

/** Figures of pots together, on a day. An area and a unit count as one however they are written in capitals. */
export function figuresOf(pots: readonly PotCounted[], today: CalendarDate): Figures {
  const sum = (of: (pot: PotCounted) => number): Pence => sumPence(pots.map((pot) => pence(of(pot))));
  const held = (...kinds: readonly (keyof PotCounted['held'])[]): Pence =>
    sum((pot) => kinds.reduce((so, kind) => so + (pot.held[kind] ?? 0), 0));
  const stages = pots.flatMap((pot) => pot.stages);
  const count = (is: (stage: GrantStage) => boolean) =>
    total(
      stages.filter(({ stage }) => is(stage)),
      (one) => one.count,
    );
  const sent = count(() => true);
  const waiting = count((stage) => undecided.includes(stage));
  const refused = count((stage) => notAwarded.includes(stage));
  const withdrawn = count((stage) => stage === 'withdrawn');
  const planned = (of: 'toCome' | 'toPay') =>
    pots.flatMap(({ cash }) => cash[of].map((one) => ({ on: one.on, pence: pence(one.pence) })));
  const inTheBankPence = sum(({ money }) => money.inTheBankPence + money.reservedPence);
  const areas = areasOf(pots.flatMap((pot) => pot.areas));
  const { apart, together: few } = toldApart(areas, ({ peopleAsked, peopleAwarded }) => [peopleAsked, peopleAwarded]);
  return {
    applications: {
      sent,
      askedPence: sumPence(stages.map(({ askedPence }) => pence(askedPence))),
      waiting,
      awarded: sent - waiting - refused - withdrawn,
      notAwarded: refused,
      withdrawn,
    },
    money: {
      awardedPence: held('committed', 'promised', 'spent', 'refund_due', 'written_off'),
      paidPence: held('spent', 'refund_due', 'written_off'),
      promisedPence: held('promised'),
      leftPence: held('committed'),
      spentPence: sum(({ reports }) => reports.spentPence),
      canStillBeAwardedPence: sum(({ money }) => money.canStillBeAwardedPence),
      inTheBankPence,
      waitingForCashPence: sum(({ money }) => money.waitingForCashPence),
    },
    forecast: forecastCash({ today, inTheBankPence, toCome: planned('toCome'), toPay: planned('toPay') }),
    withoutDayPence: sum(({ cash }) => cash.withoutDayPence),
    untilDecided: waitsOf(pots.flatMap((pot) => pot.untilDecided)),
    untilPaid: waitsOf(pots.flatMap((pot) => pot.untilPaid)),
    areas: apart,
    otherAreas: few.length === 0 ? undefined : { ...summed(few), areas: few.length },
    reached: {
      peoplePlanned: peopleTold(total(areas, ({ peopleAwarded }) => peopleAwarded)),
      grantsBegun: total(pots, ({ reports }) => reports.begun),
      reports: total(pots, ({ reports }) => reports.told),
      ...outputsOf(pots.flatMap((pot) => pot.outputs)),
    },
    peopleReached: peopleReachedOf(pots.flatMap((pot) => pot.people)),
  };
}

const total = <One>(all: readonly One[], of: (one: One) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0);

const summed = (lines: readonly AreaCounted[]): Omit<AreaCounted, 'area'> => ({
  applications: total(lines, (one) => one.applications),
  askedPence: total(lines, (one) => one.askedPence),
  grants: total(lines, (one) => one.grants),
  awardedPence: total(lines, (one) => one.awardedPence),
  peopleAsked: total(lines, (one) => one.peopleAsked),
  peopleAwarded: total(lines, (one) => one.peopleAwarded),
});

/** The lines of several pots about one thing, put together. */
function together<Line>(lines: readonly Line[], of: (line: Line) => string): readonly (readonly Line[])[] {
  const found = new Map<string, Line[]>();
  for (const line of lines) {
    const key = of(line).toLowerCase();
    const same = found.get(key);
    if (same === undefined) found.set(key, [line]);
    else same.push(line);
  }
  return [...found.values()];
}

const areasOf = (lines: readonly AreaCounted[]): readonly AreaCounted[] =>
  together(lines, ({ area }) => area)
    .map((same) => ({ area: same[0]?.area ?? '', ...summed(same) }))
    .toSorted((one, other) => other.awardedPence - one.awardedPence || other.askedPence - one.askedPence);

function outputsOf(lines: readonly OutputCounted[]): Pick<Figures['reached'], 'counts' | 'otherCounts'> {
  const units = together(lines, ({ unit }) => unit).map((same) => ({
    unit: same[0]?.unit ?? '',
    reports: total(same, ({ reports }) => reports),
    target: total(same, ({ target }) => target),
    achieved: total(same, ({ achieved }) => achieved),
  }));
  const named = units.filter(({ unit, reports }) => things.has(unit) || peoples.has(unit) || reports > 1);
  return {
    counts: named.map(({ unit, reports, target, achieved }) =>
      things.has(unit)
        ? { unit, reports, target, achieved }
        : { unit, reports, target: peopleTold(target), achieved: peopleTold(achieved) },
    ),
    otherCounts: units.length - named.length,
  };
}

const peopleIn = (lines: readonly People[]): People => ({
  target: total(lines, ({ target }) => target),
  achieved: total(lines, ({ achieved }) => achieved),
});
const isOfFew = ({ target, achieved }: People): boolean => [target, achieved].map(peopleTold).includes('few');

function peopleReachedOf(lines: readonly PeopleCounted[]): PeopleReached | undefined {
  const units = together(lines, ({ unit }) => unit);
  const told = units.filter((same) => !isOfFew(peopleIn(same))).flat();
  if (told.length === 0) return undefined;
  const areas = together(told, ({ area }) => area).map((same) => ({ area: same[0]?.area ?? '', ...peopleIn(same) }));
  const { apart, together: few } = toldApart(areas, ({ target, achieved }) => [target, achieved]);
  return {
    ...peopleIn(told),
    isAtLeast: told.length < lines.length,
    areas: apart.toSorted((one, other) => other.achieved - one.achieved || other.target - one.target),
    otherAreas: few.length === 0 ? undefined : { ...peopleIn(few), areas: few.length },
  };
}
