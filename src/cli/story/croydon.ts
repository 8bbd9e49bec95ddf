/** The six awards of the Croydon small-grants pot of 2010-11, as the programme's sources list them. Sums in pence. */

/** What a group asked for. */
export interface CroydonAward {
  readonly group: string;
  readonly askedPence: number;
  readonly purpose: string;
  readonly activity: {
    readonly description: string;
    readonly output: string;
    readonly target: number;
    readonly unit: string;
  };
  readonly peopleHelped: number;
}

/** The five groups that are paid. £9,934 together. */
export const croydonGroups: readonly CroydonAward[] = [
  {
    group: 'Kreative Education Solution',
    askedPence: 200_000,
    purpose: 'Business and enterprise sessions for ex-offenders and people at risk of offending.',
    activity: {
      description: 'Business and enterprise sessions',
      output: 'Sessions held',
      target: 10,
      unit: 'sessions',
    },
    peopleHelped: 20,
  },
  {
    group: 'Heathfield Ecology Centre',
    askedPence: 200_000,
    purpose: 'Ex-offenders build pergolas and archways at the centre.',
    activity: {
      description: 'Building pergolas and archways',
      output: 'Structures built',
      target: 4,
      unit: 'structures',
    },
    peopleHelped: 8,
  },
  {
    group: 'Mighty Men of Valour',
    askedPence: 199_900,
    purpose: 'A toolkit and DVD that support ex-offenders to be good fathers.',
    activity: { description: 'Toolkit and DVD', output: 'Copies given out', target: 50, unit: 'copies' },
    peopleHelped: 50,
  },
  {
    group: 'F.W.P. Hibiscus',
    askedPence: 193_500,
    purpose:
      'Two information meetings at HMP Holloway for migrant women who need support on release, and going with them to Croydon and to Border Agency meetings.',
    activity: {
      description: 'Information meetings at HMP Holloway',
      output: 'Meetings held',
      target: 2,
      unit: 'meetings',
    },
    peopleHelped: 30,
  },
  {
    group: 'Croydon Black Boys Can',
    askedPence: 200_000,
    purpose: 'Two workshops for parents and sons at serious risk of gang activity.',
    activity: { description: 'Workshops for parents and sons', output: 'Workshops held', target: 2, unit: 'workshops' },
    peopleHelped: 24,
  },
];

/** The sixth award: a budget from which the court worker buys services for women whom she works with. Its recipient is her employer. */
export const courtWorkersBudget: CroydonAward = {
  group: 'Croydon Women’s Court',
  askedPence: 200_000,
  purpose:
    'Counselling and family support for individual women, bought from small local groups that could not otherwise offer them.',
  activity: {
    description: 'Personal services for women at court',
    output: 'Services bought',
    target: 20,
    unit: 'services',
  },
  peopleHelped: 20,
};
