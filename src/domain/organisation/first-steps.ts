/** What a new organisation has to do before a group can be given anything: in this order, each done or not by the record. */
import type { HeldRole, Role } from '../lives/roles';

/** What of it is there already. */
export interface Beginnings {
  /** Its name, colour or logo was changed since it was founded. */
  readonly looked: boolean;
  /** Each role that somebody holds now, once. */
  readonly held: readonly Role[];
  readonly hasFunder: boolean;
  /** An open fund; null where there is none. */
  readonly fundId: string | null;
  /** An open pot; null where there is none. */
  readonly potId: string | null;
  /** The rules of a pot were published by somebody, beyond those that it began with. */
  readonly published: boolean;
  /** It is noted when a part of a funder's money should come. */
  readonly expected: boolean;
  readonly hasMeeting: boolean;
}

/** Whom the work needs besides a fund manager: checking, deciding, paying, and saying yes to what is paid. */
const neededRoles: readonly Role[] = ['grants_officer', 'panel_member', 'payment_maker', 'payment_authoriser'];

/** A step, by its name. */
export type FirstStep =
  'secondFactor' | 'look' | 'manager' | 'people' | 'funder' | 'fund' | 'pot' | 'rules' | 'instalment' | 'meeting';

interface Step {
  readonly name: FirstStep;
  /** Who may do it, for the whole organisation. */
  readonly by: readonly Role[];
  readonly isDone: (of: Beginnings) => boolean;
}

const people: readonly Role[] = ['fund_manager', 'administrator'];
const money: readonly Role[] = ['fund_manager'];

const steps: readonly Step[] = [
  // Nobody of the staff comes as far as the list without one.
  { name: 'secondFactor', by: people, isDone: () => true },
  { name: 'look', by: people, isDone: ({ looked }) => looked },
  { name: 'manager', by: people, isDone: ({ held }) => held.includes('fund_manager') },
  { name: 'people', by: people, isDone: (of) => rolesWanted(of).length === 0 },
  { name: 'funder', by: ['fund_manager', 'grants_officer', 'administrator'], isDone: ({ hasFunder }) => hasFunder },
  { name: 'fund', by: money, isDone: ({ fundId }) => fundId !== null },
  { name: 'pot', by: money, isDone: ({ potId }) => potId !== null },
  { name: 'rules', by: money, isDone: ({ published }) => published },
  { name: 'instalment', by: money, isDone: ({ expected }) => expected },
  { name: 'meeting', by: ['grants_officer', 'fund_manager'], isDone: ({ hasMeeting }) => hasMeeting },
];

/** The roles that nobody holds yet, of those that the work needs. */
export const rolesWanted = ({ held }: Beginnings): readonly Role[] =>
  neededRoles.filter((role) => !held.includes(role));

/** A step as it stands for whoever looks. */
export interface StepNow {
  readonly name: FirstStep;
  readonly isDone: boolean;
  /** Whether whoever looks may do it. */
  readonly isTheirs: boolean;
  /** Who may. */
  readonly by: readonly Role[];
}

/** The steps in their order, for somebody with these roles; none once all are done. */
export function firstSteps(of: Beginnings, roles: readonly HeldRole[]): readonly StepNow[] {
  const all = steps.map(({ name, by, isDone }) => ({
    name,
    by,
    isDone: isDone(of),
    isTheirs: roles.some((role) => role.potId === null && by.includes(role.name)),
  }));
  return all.every(({ isDone }) => isDone) ? [] : all;
}

/** Whether somebody sees the list: who gets an organisation going, for the whole of it. */
export const seesFirstSteps = (roles: readonly HeldRole[]): boolean =>
  roles.some((role) => role.potId === null && people.includes(role.name));
