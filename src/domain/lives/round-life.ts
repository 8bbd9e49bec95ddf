import type { Life } from './life';

/** The states of one round of applications. */
export const roundStates = ['draft', 'open', 'closed', 'deciding', 'decided', 'cancelled'] as const;
export type RoundState = (typeof roundStates)[number];

/** A window with published dates: it opens and closes by itself. */
export const roundLife = {
  planRound: { from: ['absent'], to: ['draft'], by: ['fund_manager'], event: 'round_planned' },
  openRound: { from: ['draft'], to: ['open'], by: ['engine'], event: 'round_opened' },
  closeRound: { from: ['open'], to: ['closed'], by: ['engine'], event: 'round_closed' },
  beginDeciding: {
    from: ['closed'],
    to: ['deciding'],
    by: ['grants_officer', 'fund_manager'],
    event: 'deciding_began',
  },
  chaseRoundDecision: { from: ['closed', 'deciding'], by: ['engine'], event: 'round_decision_chased' },
  completeRound: {
    from: ['deciding'],
    to: ['decided'],
    by: ['grants_officer', 'fund_manager'],
    event: 'round_decided',
  },
  cancelRound: { from: ['draft', 'open', 'closed'], to: ['cancelled'], by: ['fund_manager'], event: 'round_cancelled' },
  extendRound: { from: ['draft', 'open', 'closed', 'deciding'], by: ['fund_manager'], event: 'date_extended' },
  reassignRound: { from: ['draft', 'open', 'closed', 'deciding'], by: ['fund_manager'], event: 'owner_changed' },
} as const satisfies Life<RoundState>;

/** The phases of the round's workflow, in order. */
export type RoundPhase = 'intake' | 'deciding' | 'over';

/** The phase that a state belongs to. */
export function roundPhase(state: RoundState): RoundPhase {
  switch (state) {
    case 'draft':
    case 'open':
      return 'intake';
    case 'closed':
    case 'deciding':
      return 'deciding';
    default:
      return 'over';
  }
}
