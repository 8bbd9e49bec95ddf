/** The roles that a person can hold; each may be limited to one pot, or be held on behalf of one party. */
export const roles = [
  'fund_manager',
  'grants_officer',
  'panel_member',
  'payment_maker',
  'payment_authoriser',
  'budget_holder',
  'applicant',
  'provider',
  'funder',
  'independent_examiner',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

/** Who works for the organisation that runs the pots, and may see its records as staff do. */
export const staffRoles: readonly Role[] = [
  'fund_manager',
  'grants_officer',
  'payment_maker',
  'payment_authoriser',
  'administrator',
  'independent_examiner',
];

/** Who may read the whole of a tenant's grants: staff, the panel, and read-only visitors. */
export const readingRoles: readonly Role[] = [...staffRoles, 'panel_member', 'funder'];

/** Roles held for one party: they open that party's subjects and no others. */
export const partyRoles: readonly Role[] = ['applicant', 'budget_holder', 'provider'];

/** A role as somebody holds it. Without a pot it counts for all pots of the tenant. */
export interface HeldRole {
  readonly name: Role;
  readonly potId: string | null;
  readonly partyId: string | null;
  /** A budget holder's own limit in pence: within it a purchase needs nobody else's authority. */
  readonly ownLimitPence: number | null;
}

/** What a subject belongs to; a role must reach it. `parties`: for each role held on behalf of a party, the party it must be held for. */
export interface Scope {
  readonly potId: string | null;
  readonly parties: Readonly<Partial<Record<Role, string>>>;
}

/** The roles among those held that reach a subject. */
export function rolesReaching(held: readonly HeldRole[], scope: Scope): readonly HeldRole[] {
  return held.filter((role) => {
    if (partyRoles.includes(role.name)) return role.partyId !== null && role.partyId === scope.parties[role.name];
    return role.potId === null || scope.potId === null || role.potId === scope.potId;
  });
}
