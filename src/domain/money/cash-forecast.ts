/** The forecast of a pot's or a fund's cash: what will be in the bank against what is to be paid by then. */
import type { CalendarDate } from '../calendar/calendar';
import { addPence, type Pence, subtractPence, ZERO } from './money';

/** A sum that is to come or to go on a day. */
export interface Planned {
  readonly on: CalendarDate;
  readonly pence: Pence;
}

/** What is known of the cash to come. */
export interface CashKnown {
  readonly today: CalendarDate;
  /** In the bank, with what is kept there for payments that are ready. */
  readonly inTheBankPence: Pence;
  /** Instalments that are not here yet. */
  readonly toCome: readonly Planned[];
  /** Payments that have not left the bank yet, by the day on which they are due. */
  readonly toPay: readonly Planned[];
}

/** One day of the forecast on which something comes or goes. Sums in all since today, the day's own included. */
export interface ForecastDay {
  readonly on: CalendarDate;
  readonly comesPence: Pence;
  readonly paysPence: Pence;
  /** What is or has come by then. */
  readonly havePence: Pence;
  /** What is to be paid by then. */
  readonly owePence: Pence;
  /** What is then left; below nothing, so much is short. */
  readonly leftPence: Pence;
}

/** The forecast, from today on. */
export interface CashForecast {
  /** Begins with today; what should have come or gone before is counted today. */
  readonly days: readonly ForecastDay[];
  /** The first day on which what is due is more than what is there, with how much is short then. */
  readonly short: ForecastDay | undefined;
  /** The first day after which nothing is short any more; undefined while something is to the end. */
  readonly coveredAgain: ForecastDay | undefined;
  /** What should have come before today and has not. */
  readonly latePence: Pence;
}

const on = (planned: readonly Planned[], is: (day: CalendarDate) => boolean): Pence =>
  addPence(ZERO, ...planned.filter((one) => is(one.on)).map(({ pence }) => pence));

/** Counts forward from today. */
export function forecastCash({ today, inTheBankPence, toCome, toPay }: CashKnown): CashForecast {
  const later = [...toCome, ...toPay].map((one) => one.on).filter((day) => day > today);
  const dates = [today, ...new Set(later.toSorted())];
  let havePence = inTheBankPence;
  let owePence = ZERO;
  const days = dates.map((date) => {
    const isThen = (day: CalendarDate) => day === date || (date === today && day < today);
    const comesPence = on(toCome, isThen);
    const paysPence = on(toPay, isThen);
    havePence = addPence(havePence, comesPence);
    owePence = addPence(owePence, paysPence);
    return { on: date, comesPence, paysPence, havePence, owePence, leftPence: subtractPence(havePence, owePence) };
  });
  const short = days.find(({ leftPence }) => leftPence < 0);
  const lastShort = days.findLastIndex(({ leftPence }) => leftPence < 0);
  return {
    days,
    short,
    coveredAgain: short === undefined ? undefined : days[lastShort + 1],
    latePence: on(toCome, (day) => day < today),
  };
}

/** A month of the forecast. */
export interface ForecastMonth {
  /** `2026-11`. */
  readonly month: string;
  readonly comesPence: Pence;
  readonly paysPence: Pence;
  /** At the month's end. */
  readonly leftPence: Pence;
}

/** The forecast by the months in which something comes or goes; the first is today's. */
export function byMonth({ days }: Pick<CashForecast, 'days'>): readonly ForecastMonth[] {
  const months: ForecastMonth[] = [];
  for (const { on: date, comesPence, paysPence, leftPence } of days) {
    const month = date.slice(0, 7);
    const last = months.at(-1);
    if (last?.month !== month) months.push({ month, comesPence, paysPence, leftPence });
    else
      months[months.length - 1] = {
        month,
        comesPence: addPence(last.comesPence, comesPence),
        paysPence: addPence(last.paysPence, paysPence),
        leftPence,
      };
  }
  return months;
}
