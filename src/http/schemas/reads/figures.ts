import { z } from 'zod';
import { at, id, named, on, sum } from './common';
import { ids, pot } from './examples';

const people = z
  .union([z.int(), z.literal('few')])
  .meta({ description: 'A count of people; `few` stands for one to four.' });
const days = z.int().nullable();
const waits = z
  .strictObject({
    count: z.int(),
    medianDays: days.meta({ description: 'Half waited no longer.' }),
    slowestTenthDays: days.meta({ description: 'One in ten waited at least so long.' }),
    promised: z.int().meta({ description: 'For how many a day had been promised.' }),
    missed: z.int(),
  })
  .meta({ id: 'Waits', description: 'Of the last twelve months.' });
const forecastDay = z
  .strictObject({ on, comesPence: sum, paysPence: sum, havePence: sum, owePence: sum, leftPence: sum })
  .meta({
    id: 'ForecastDay',
    description: 'A day on which something comes or goes; what is left below nothing is short.',
  });
const areaFigures = {
  applications: z.int(),
  askedPence: sum,
  grants: z.int(),
  awardedPence: sum,
  peopleAwarded: people,
};

const reached = { target: z.int(), achieved: z.int() };

/** A pot counted: sums and counts, and nobody named. */
export const potFiguresAnswer = z
  .strictObject({
    pot: named,
    fundId: id,
    today: on,
    countedAt: at.meta({ description: 'A large pot is counted once a minute.' }),
    applications: z.strictObject({
      sent: z.int(),
      askedPence: sum,
      waiting: z.int(),
      awarded: z.int(),
      notAwarded: z.int(),
      withdrawn: z.int(),
    }),
    money: z.strictObject({
      awardedPence: sum,
      paidPence: sum,
      promisedPence: sum,
      leftPence: sum,
      spentPence: sum.meta({ description: 'As reports say.' }),
      canStillBeAwardedPence: sum,
      inTheBankPence: sum,
      waitingForCashPence: sum,
    }),
    forecast: z.strictObject({
      days: z.array(forecastDay),
      short: forecastDay.nullable(),
      coveredAgain: forecastDay.nullable(),
      latePence: sum,
      withoutDayPence: sum.meta({ description: 'Awarded or ordered, with no day of payment yet.' }),
    }),
    untilDecided: waits,
    untilPaid: waits,
    areas: z.array(z.strictObject({ area: z.string(), ...areaFigures })),
    otherAreas: z
      .strictObject({ areas: z.int(), ...areaFigures })
      .nullable()
      .meta({ description: 'Areas about too few people to be told apart.' }),
    reached: z.strictObject({
      peoplePlanned: people,
      grantsBegun: z.int(),
      reports: z.int(),
      counts: z.array(z.strictObject({ unit: z.string(), reports: z.int(), target: people, achieved: people })),
      otherCounts: z.int(),
    }),
    peopleReached: z
      .strictObject({
        ...reached,
        isAtLeast: z
          .boolean()
          .meta({ description: 'Whether there were more, in words under which very few were counted.' }),
        areas: z.array(z.strictObject({ area: z.string(), ...reached })),
        otherAreas: z
          .strictObject({ areas: z.int(), ...reached })
          .nullable()
          .meta({ description: 'Areas about too few people to be told apart.' }),
      })
      .nullable()
      .meta({ description: 'People as reports count them; none where no report has counted any yet.' }),
  })
  .meta({ id: 'PotFigures' });

const short = {
  on: '2026-11-23',
  comesPence: 0,
  paysPence: 193_500,
  havePence: 6_600,
  owePence: 193_500,
  leftPence: -186_900,
} as const;
const covered = {
  on: '2027-01-29',
  comesPence: 1_000_000,
  paysPence: 0,
  havePence: 1_006_600,
  owePence: 193_500,
  leftPence: 813_100,
} as const;

export const potFiguresExample = {
  pot,
  fundId: ids.fund,
  today: '2026-11-23',
  countedAt: '2026-11-23T09:30:00.000Z',
  applications: { sent: 9, askedPence: 1_650_000, waiting: 2, awarded: 6, notAwarded: 1, withdrawn: 0 },
  money: {
    awardedPence: 1_193_400,
    paidPence: 800_000,
    promisedPence: 193_500,
    leftPence: 199_900,
    spentPence: 198_000,
    canStillBeAwardedPence: 806_600,
    inTheBankPence: 6_600,
    waitingForCashPence: 193_500,
  },
  forecast: { days: [short, covered], short, coveredAgain: covered, latePence: 0, withoutDayPence: 199_900 },
  untilDecided: { count: 7, medianDays: 31, slowestTenthDays: 44, promised: 7, missed: 1 },
  untilPaid: { count: 4, medianDays: 12, slowestTenthDays: 15, promised: 4, missed: 0 },
  areas: [
    { area: 'Croydon', applications: 6, askedPence: 1_150_000, grants: 5, awardedPence: 993_400, peopleAwarded: 132 },
  ],
  otherAreas: { areas: 2, applications: 3, askedPence: 500_000, grants: 1, awardedPence: 200_000, peopleAwarded: 20 },
  reached: {
    peoplePlanned: 152,
    grantsBegun: 5,
    reports: 1,
    counts: [{ unit: 'sessions', reports: 1, target: 10, achieved: 10 }],
    otherCounts: 0,
  },
  peopleReached: {
    target: 32,
    achieved: 30,
    isAtLeast: false,
    areas: [{ area: 'Croydon', target: 20, achieved: 21 }],
    otherAreas: { areas: 2, target: 12, achieved: 9 },
  },
} as const satisfies z.input<typeof potFiguresAnswer>;
