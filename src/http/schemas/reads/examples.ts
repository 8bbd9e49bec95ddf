/** Ids and things that the examples of the API's document share, so that they tell one story. */

const example = (number: string): string => `0199d3a0-5c1e-7000-8000-00000000${number}`;

export const ids = {
  grant: example('a042'),
  pot: example('b001'),
  fund: example('b000'),
  group: example('c042'),
  funder: example('c000'),
  provider: example('c100'),
  officer: example('d001'),
  manager: example('d002'),
  paymentMaker: example('d003'),
  paymentAuthoriser: example('d004'),
  applicant: example('d042'),
  secretary: example('d043'),
  payment: example('e042'),
  run: example('f001'),
  purchase: example('f100'),
  meeting: example('f200'),
  round: example('f300'),
  event: example('f400'),
  command: example('f500'),
} as const;

export const pot = { id: ids.pot, name: 'Croydon small grants' };
export const fund = { id: ids.fund, name: 'Reducing Reoffending 2026' };
export const group = { id: ids.group, name: 'F.W.P. Hibiscus' };
export const funder = { id: ids.funder, name: 'Home Office' };
export const officer = { id: ids.officer, name: 'Ama Mensah' };
export const applicant = { id: ids.applicant, name: 'Grace Boateng' };
