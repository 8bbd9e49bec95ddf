/**
 * What whoever reads is told, by how close they are to it. The public privacy notice promises it: our own people, the panel and whoever
 * examines our accounts work with names; a funder, and a steering group that reads as one, gets sums and results and no names of people.
 */
import type { ApplicationContent, BudgetLine } from '../application/application';
import type { ReportContent } from '../award/report';
import { type HeldRole, partyRoles, readingRoles, type Role, rolesReaching, staffRoles } from '../lives/roles';

/**
 * How close somebody is to one thing. A manager and staff see what is internal, staff being also who examines the accounts; the group sees
 * its own; the panel reads to decide; a funder, to know what the money did.
 */
export type Closeness = 'manager' | 'staff' | 'group' | 'panel' | 'funder';

/** What something belongs to: its pot, and the party whose people may see it. */
export interface Belonging {
  readonly potId: string | null;
  readonly partyId: string | null;
}

/** Somebody, by the roles that they hold now. */
interface Holding {
  readonly roles: readonly HeldRole[];
}

/** How close somebody is to what belongs to a pot and a party, by the closest of their roles that reach it; undefined for who may not see it at all. */
export function closenessTo({ roles }: Holding, { potId, partyId }: Belonging): Closeness | undefined {
  const parties = partyId === null ? {} : { applicant: partyId, budget_holder: partyId };
  const names = rolesReaching(roles, { potId, parties }).map((role) => role.name);
  if (names.includes('fund_manager')) return 'manager';
  if (names.some((name) => staffRoles.includes(name))) return 'staff';
  if (names.some((name) => partyRoles.includes(name))) return 'group';
  if (names.some((name) => rolesToldOfPeople.includes(name))) return 'panel';
  return names.includes('funder') ? 'funder' : undefined;
}

/** The roles by which somebody reads who people are: what is found by a person's name or address is found by these. */
export const rolesToldOfPeople: readonly Role[] = readingRoles.filter((name) => name !== 'funder');

/** Who is told of what happened: everybody who may see its subject, staff, or only managers. */
type Audience = 'everyone' | 'staff' | 'managers';

/** What somebody is told. */
interface Reading {
  /** Who people are, and where: who applied, decided, signed, looks after it, and the group's postcode, which may be somebody's home. */
  readonly people: boolean;
  /** How people of the group are reached, and where it is paid: its contacts, the name and last digits of its account. */
  readonly contacts: boolean;
  /**
   * What people wrote to each other, where names may stand: questions and answers, reasons, conditions, comments, what a budget's lines are
   * called, and papers with signatures. What a group writes of its work is not meant: that has a hint not to name anybody.
   */
  readonly correspondence: boolean;
  readonly audiences: readonly Audience[];
}

/** What each is told. */
export const readings: Readonly<Record<Closeness, Reading>> = {
  manager: { people: true, contacts: true, correspondence: true, audiences: ['everyone', 'staff', 'managers'] },
  staff: { people: true, contacts: true, correspondence: true, audiences: ['everyone', 'staff'] },
  group: { people: true, contacts: true, correspondence: true, audiences: ['everyone'] },
  panel: { people: true, contacts: false, correspondence: true, audiences: ['everyone'] },
  funder: { people: false, contacts: false, correspondence: false, audiences: ['everyone'] },
};

/**
 * Says of what is read whether its reader is told who people are: of lines of a list, and of pots, funds and rounds, which belong to no party.
 * Nothing is looked at for who is no funder, as for most.
 */
export function namesToldTo(reader: Holding): (line: Belonging) => boolean {
  if (!reader.roles.some(({ name }) => name === 'funder')) return () => true;
  return (line) => {
    const closeness = closenessTo(reader, line);
    return closeness !== undefined && readings[closeness].people;
  };
}

/**
 * What a group wrote in its application, without what the reader is not told. A funder is told of the work, whom it is for and what it costs;
 * not what the lines of the budget are called, nor the gifts and answers, where people are named.
 */
export function applicationTold(
  content: Partial<ApplicationContent>,
  closeness: Closeness,
): Omit<Partial<ApplicationContent>, 'budget'> & { readonly budget?: readonly Partial<BudgetLine>[] } {
  const { people, contacts, correspondence } = readings[closeness];
  const { contacts: reached, postcode, giftsInKind, answers, budget, ...work } = content;
  return {
    ...work,
    ...(budget === undefined ? {} : { budget: correspondence ? budget : budget.map(withoutName) }),
    ...(people && postcode !== undefined ? { postcode } : {}),
    ...(contacts && reached !== undefined ? { contacts: reached } : {}),
    ...(correspondence && giftsInKind !== undefined ? { giftsInKind } : {}),
    ...(correspondence && answers !== undefined ? { answers } : {}),
  };
}

const withoutName = ({ description: _, ...sums }: BudgetLine): Partial<BudgetLine> => sums;

/** A report as its reader is told of it: `null` for what is not theirs to read. */
export type ReportTold = Omit<ReportContent, 'whatContinues' | 'lessons'> &
  Readonly<Record<'whatContinues' | 'lessons', string | null>>;

/** What a group reported. A funder is told what was reached, what changed and what was spent, without comments, answers and lessons. */
export function reportTold(content: ReportContent, closeness: Closeness): ReportTold {
  if (readings[closeness].correspondence) return content;
  const { answer: _answer, ...others } = content;
  return {
    ...others,
    outputs: content.outputs.map(({ comment: _, ...reached }) => reached),
    whatContinues: null,
    lessons: null,
  };
}

/** What an event says besides its name: sums, days, states and counts; to who is told of no person without ids, which stand for people too. */
export const factsTold = (facts: Readonly<Record<string, unknown>>, isToldOfPeople: boolean): typeof facts =>
  isToldOfPeople ? facts : Object.fromEntries(Object.entries(facts).filter(([name]) => !/Ids?$/.test(name)));
