import {
  dateInWords,
  instantInWords,
  shortDateInWords,
  type CalendarDate,
  type Instant,
} from '../../../domain/calendar/calendar';
import { byMonth } from '../../../domain/money/cash-forecast';
import type { AreaCounted, Figures } from '../../../domain/figures/figures';
import { subtractPence, ZERO } from '../../../domain/money/money';
import { peopleTold } from '../../../domain/figures/small-numbers';
import type { Waits } from '../../../domain/figures/waits';
import { bar, type BarKey } from '../charts/bar';
import { lineChart, lineSample } from '../charts/line-chart';
import { sumsAlike } from '../frame/sum';
import { figuresWords as words } from './words';

const grouped = (count: number): string => count.toLocaleString('en-GB');
const people = (count: number | 'few'): string => (count === 'few' ? words.reached.few : grouped(count));

/** Where each of the money's totals opens to the lines that make it; empty where it has none. */
export type Lines = Readonly<
  Record<
    'asked' | 'awarded' | 'paid' | 'promised' | 'left' | 'spent' | 'canBeAwarded' | 'inTheBank' | 'waiting',
    string
  >
>;

/** How the sums of a page are written. */
type Written = ReturnType<typeof sumsAlike>;

/** How the sums of a page of figures are written, which may be of several pots: all of them alike. */
export const figuresWritten = (
  all: readonly Pick<Figures, 'money' | 'applications' | 'forecast' | 'areas'>[],
): Written =>
  sumsAlike(
    all.flatMap(({ money, applications, forecast, areas }) => [
      ...Object.values(money),
      applications.askedPence,
      ...forecast.days.flatMap(({ comesPence, paysPence }) => [comesPence, paysPence]),
      ...areas.flatMap(({ askedPence, awardedPence }) => [askedPence, awardedPence]),
    ]),
  );

/** Figures in words and pictures. */
export function figuresView(
  figures: Figures,
  countedAt: Instant,
  lines: Partial<Lines>,
  sum: Written = figuresWritten([figures]),
) {
  return {
    lead: words.lead(instantInWords(countedAt)),
    money: moneyView(figures, lines, sum),
    cash: cashView(figures, sum),
    waits: waitsView(figures),
    areas: areasView(figures, sum),
    reached: reachedView(figures),
    people: peopleView(figures),
  };
}

function moneyView({ money, applications }: Figures, lines: Partial<Lines>, sum: Written) {
  const w = words.money;
  const line = (text: string, amount: number, href = '') => ({ words: text, amount: sum(amount), href });
  const { awardedPence, paidPence, promisedPence, leftPence } = money;
  return {
    sent: w.sent(
      applications.sent,
      applications.waiting,
      applications.awarded,
      applications.notAwarded + applications.withdrawn,
    ),
    bar: awardedPence === 0 ? undefined : awardBar(money),
    key: [
      { name: 'paid', words: w.paid },
      { name: 'promised', words: w.promised },
      { name: 'left', words: w.left },
    ] satisfies BarKey,
    barWords: w.bar(sum(awardedPence), sum(paidPence), sum(promisedPence), sum(leftPence)),
    lines: [
      line(w.asked, applications.askedPence, lines.asked),
      line(w.awarded, awardedPence, lines.awarded),
      line(w.paid, paidPence, lines.paid),
      line(w.promised, promisedPence, lines.promised),
      line(w.left, leftPence, lines.left),
      line(w.spent, money.spentPence, lines.spent),
    ],
    rest: [
      line(w.canBeAwarded, money.canStillBeAwardedPence, lines.canBeAwarded),
      line(w.inTheBank, money.inTheBankPence, lines.inTheBank),
      line(w.waiting, money.waitingForCashPence, lines.waiting),
    ],
  };
}

/** A bar of what is paid, promised and left of what is awarded. */
export function awardBar(
  { awardedPence, paidPence, promisedPence, leftPence }: Figures['money'],
  longest: number = awardedPence,
) {
  return bar(
    [
      { name: 'paid', value: paidPence },
      { name: 'promised', value: promisedPence },
      { name: 'left', value: leftPence },
    ],
    longest,
  );
}

function cashView({ forecast, withoutDayPence }: Figures, sum: Written) {
  const w = words.cash;
  const { days, short, coveredAgain, latePence } = forecast;
  const last = days.at(-1);
  if (last === undefined || days.every(({ comesPence, paysPence }) => comesPence === 0 && paysPence === 0))
    return { told: [w.nothing, ...(withoutDayPence > 0 ? [w.withoutDay(sum(withoutDayPence))] : [])], isShort: false };
  const told =
    short === undefined
      ? [w.enough(sum(last.leftPence))]
      : [
          w.short(sum(subtractPence(ZERO, short.leftPence)), dateInWords(short.on)),
          coveredAgain === undefined ? w.notCovered : w.covered(dateInWords(coveredAgain.on)),
        ];
  return {
    isShort: short !== undefined,
    told: [
      ...told,
      ...(latePence > 0 ? [w.late(sum(latePence))] : []),
      ...(withoutDayPence > 0 ? [w.withoutDay(sum(withoutDayPence))] : []),
    ],
    chart: lineChart({
      id: 'cash-chart',
      title: w.title,
      description: w.description(sum(last.havePence), sum(last.owePence), dateInWords(last.on)),
      until: dayAfter(last.on),
      lines: [
        { name: 'have', points: days.map(({ on, havePence }) => ({ on, value: havePence })) },
        { name: 'owe', points: days.map(({ on, owePence }) => ({ on, value: owePence })) },
      ],
      valueInWords: sum,
      dayInWords: (day) => shortDateInWords(day as CalendarDate),
    }),
    key: [
      { sample: lineSample('have'), words: w.have },
      { sample: lineSample('owe'), words: w.owe },
    ],
    months: byMonth(forecast).map(({ month, comesPence, paysPence, leftPence }) => ({
      month: monthInWords(month),
      comes: sum(comesPence),
      pays: sum(paysPence),
      left: sum(leftPence),
      isShort: leftPence < 0,
    })),
  };
}

/** A little beyond the last day, so that what happens on it is seen. */
const dayAfter = (day: CalendarDate): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 7 * 86_400_000).toISOString().slice(0, 10);

/** `November 2026`. */
const monthInWords = (month: string): string => dateInWords(`${month}-01` as CalendarDate).replace(/^1 /, '');

function waitsView({ untilDecided, untilPaid }: Figures) {
  const w = words.waits;
  const line = (what: string, { count, medianDays, slowestTenthDays, promised, missed }: Waits) => ({
    what,
    count: grouped(count),
    median: medianDays === null ? '' : w.days(medianDays),
    slowest: slowestTenthDays === null ? '' : w.days(slowestTenthDays),
    missed: promised === 0 ? w.unknown : w.ofThem(missed, promised),
    isMissed: missed > 0,
  });
  return [
    { waits: untilDecided, what: w.decided },
    { waits: untilPaid, what: w.paid },
  ].flatMap(({ waits, what }) => (waits.count === 0 ? [] : [line(what, waits)]));
}

function areasView({ areas, otherAreas }: Figures, sum: Written) {
  const w = words.areas;
  const longest = Math.max(0, ...areas.map(({ askedPence }) => askedPence), otherAreas?.askedPence ?? 0);
  const line = (area: string, one: Omit<AreaCounted, 'area'>) => ({
    area,
    applications: grouped(one.applications),
    grants: grouped(one.grants),
    asked: sum(one.askedPence),
    awarded: sum(one.awardedPence),
    people: people(peopleTold(one.peopleAwarded)),
    bar: bar(
      [
        { name: 'paid', value: one.awardedPence },
        { name: 'left', value: one.askedPence - one.awardedPence },
      ],
      longest,
    ),
  });
  return {
    lines: [
      ...areas.map(({ area, ...counted }) => line(area === '' ? w.notSaid : area, counted)),
      ...(otherAreas === undefined ? [] : [line(w.others(otherAreas.areas), otherAreas)]),
    ],
    key: [
      { name: 'paid', words: w.awarded },
      { name: 'left', words: w.notAwarded },
    ] satisfies BarKey,
    hasFew: otherAreas !== undefined,
  };
}

function reachedView({ reached }: Figures) {
  const w = words.reached;
  const { peoplePlanned, grantsBegun, reports, counts, otherCounts } = reached;
  const planned = peoplePlanned === 'few' ? w.fewPeople : w.peopleCount(peoplePlanned);
  return {
    planned: w.planned(planned, grantsBegun),
    told: reports === 0 ? w.nothing : w.told(reports, grantsBegun),
    key: [
      { name: 'paid', words: w.achieved },
      { name: 'left', words: w.toCome },
    ] satisfies BarKey,
    others: otherCounts === 0 ? '' : w.others(otherCounts),
    counts: counts.map(({ unit, reports: from, target, achieved }) => ({
      unit: unit.charAt(0).toUpperCase() + unit.slice(1),
      reports: grouped(from),
      target: people(target),
      achieved: people(achieved),
      // A bar would tell how many the few are.
      bar: target === 'few' || achieved === 'few' ? '' : reachedBar(target, achieved),
    })),
  };
}

/** People as reports count them, by area, with all of them together; nothing where no report has counted any. */
function peopleView({ peopleReached }: Figures) {
  if (peopleReached === undefined) return undefined;
  const w = words.people;
  const { target, achieved, isAtLeast, areas, otherAreas } = peopleReached;
  const all = [...areas, ...(otherAreas === undefined ? [] : [otherAreas])];
  const longest = Math.max(...all.flatMap((one) => [one.target, one.achieved]));
  const line = (area: string, one: { readonly target: number; readonly achieved: number }) => ({
    area,
    target: grouped(one.target),
    achieved: grouped(one.achieved),
    bar: reachedBar(one.target, one.achieved, longest),
  });
  return {
    lead: (isAtLeast ? w.atLeast : w.lead)(grouped(achieved), grouped(target)),
    lines: [
      ...areas.map(({ area, ...counted }) => line(area === '' ? words.areas.notSaid : area, counted)),
      ...(otherAreas === undefined ? [] : [line(words.areas.others(otherAreas.areas), otherAreas)]),
    ],
    total: { target: grouped(target), achieved: grouped(achieved) },
    hasFew: otherAreas !== undefined,
  };
}

const reachedBar = (target: number, achieved: number, longest = Math.max(target, achieved)): string =>
  bar(
    [
      { name: 'paid', value: achieved },
      { name: 'left', value: Math.max(0, target - achieved) },
    ],
    longest,
  );
