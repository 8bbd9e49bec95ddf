import type { ItemToDecide } from '../../../../domain/decision/decision';
import type { GrantData } from './data';

/** Who may assess and decide a grant, as its own commands ask it; undefined for readers, who may not. */
export function itemOf({ found, around }: GrantData): ItemToDecide | undefined {
  if (around === undefined) return undefined;
  const { facts, acting, declared, done } = around;
  const partyId = found.party_id;
  const actingForIt = acting.map((personId) => ({ personId, partyId, kind: 'employee' as const }));
  return {
    partyId,
    isAppeal: found.appealed,
    declared,
    done,
    facts: { ...facts, withParties: [...facts.withParties, ...actingForIt] },
  };
}
