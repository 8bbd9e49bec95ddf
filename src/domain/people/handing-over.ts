/** What somebody looks after, and who could take it over when they leave. */
import type { HeldRole, Role } from '../lives/roles';
import { refuse, type Refusal } from '../refusals/refusal';

/** The kinds of thing that somebody looks after, as people call them. */
const fitting = {
  grant: ['grants', ['fund_manager', 'grants_officer']],
  purchase: ['purchases', ['fund_manager', 'grants_officer']],
  payment_run: ['payment runs', ['fund_manager', 'payment_maker']],
  round: ['rounds', ['fund_manager', 'grants_officer']],
  pot: ['pots', ['fund_manager', 'grants_officer']],
  fund: ['funds', ['fund_manager', 'grants_officer']],
} as const satisfies Readonly<Record<string, readonly [string, readonly Role[]]>>;

/** A kind of thing that has an owner. */
export type OwnedKind = keyof typeof fitting;

/** All kinds, in the order in which they are locked. */
export const ownedKinds = [
  'payment_run',
  'grant',
  'purchase',
  'round',
  'pot',
  'fund',
] as const satisfies readonly OwnedKind[];

/** How many things of one kind and pot somebody looks after. Funds have no pot. */
export interface Owned {
  readonly kind: OwnedKind;
  readonly potId: string | null;
  readonly count: number;
}

/** How many there are of one kind, over all pots. */
export const countOwned = (owned: readonly Owned[], wanted: OwnedKind): number =>
  owned.filter(({ kind }) => kind === wanted).reduce((sum, { count }) => sum + count, 0);

/**
 * Why somebody with these roles cannot take it all over: SUCCESSOR_UNFIT, with the kinds for which they lack a role. It is the rule
 * by which each thing is given to somebody else alone.
 */
export function successorRefusal(owned: readonly Owned[], roles: readonly HeldRole[]): Refusal | undefined {
  const lacking = owned
    .filter(({ kind, potId }) => !roles.some((role) => isFit(role, kind, potId)))
    .map(({ kind }) => fitting[kind][0]);
  if (lacking.length === 0) return undefined;
  return refuse('SUCCESSOR_UNFIT', { field: '/successorId', facts: { lacking: [...new Set<string>(lacking)] } });
}

function isFit(role: HeldRole, kind: OwnedKind, potId: string | null): boolean {
  const names: readonly Role[] = fitting[kind][1];
  return names.includes(role.name) && (role.potId === null || role.potId === potId);
}
