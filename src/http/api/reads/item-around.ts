import type { GrantAround } from '../../../../db/queries/grants/grant-around';
import type { ItemToDecide } from '../../../domain/decision/decision';

/** Who may assess and decide a grant, as its own commands ask it. */
export function itemAround({ of, facts, acting, declared, done }: GrantAround): ItemToDecide {
  const { partyId, hostId, appealed } = of;
  const ofHost = facts.withParties.filter((one) => one.partyId === hostId).map((one) => ({ ...one, partyId }));
  const actingForIt = acting.map((personId) => ({ personId, partyId, kind: 'employee' as const }));
  return {
    partyId,
    isAppeal: appealed,
    declared,
    done,
    facts: { ...facts, withParties: [...facts.withParties, ...ofHost, ...actingForIt] },
  };
}
