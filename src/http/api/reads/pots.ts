import { findLetters } from '../../../../db/queries/grants/letters';
import { findPot, listPots, type HeldByGrants, type PotMoney } from '../../../../db/queries/pots/pots';
import { commonPlaceholders, letterFacts, letterNames } from '../../../contracts/letters';
import { usualWordingOf } from '../../../delivery/mail';
import { pence, sumPence } from '../../../domain/money/money';
import {
  lettersAnswer,
  lettersExample,
  potAnswer,
  potExample,
  potListedExample,
  potsPage,
  potsQuery,
} from '../../schemas/reads/pots';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

/** A pot's money in full, with what its grants hold; null for who may not see it. */
export function inFull(money: PotMoney | null, held: HeldByGrants | null) {
  if (money === null || held === null) return null;
  const of = (...kinds: readonly (keyof HeldByGrants)[]) => sumPence(kinds.map((kind) => pence(held[kind] ?? 0)));
  return {
    ...money,
    awardedPence: of('committed', 'promised', 'spent', 'refund_due', 'written_off'),
    paidPence: of('spent', 'refund_due', 'written_off'),
    promisedPence: of('promised'),
    leftPence: of('committed'),
    bankBalancePence: money.inTheBankPence + money.reservedPence + money.inTransitPence,
  };
}

/** Reads about pots. */
export const potReads = [
  readRoute({
    operationId: 'listPots',
    path: '/pots',
    summary: 'Pots, by name; their money for those who read it',
    roles: 'any',
    query: potsQuery,
    response: potsPage,
    example: { items: [potListedExample], next: null },
    handle: ({ db, query, ...asker }) => listPots(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getPot',
    path: '/pots/{id}',
    summary: 'One pot with its policy and its money',
    roles: 'any',
    response: potAnswer,
    example: potExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findPot(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { held, money, instalments, ...pot } = found;
      return {
        ...pot,
        money: inFull(money, held),
        instalments: money === null ? null : instalments,
        allowed: allowedTo(asker.roles, 'pot', { state: pot.state, scope: { potId: pot.id, parties: {} } }),
      };
    },
  }),
  readRoute({
    operationId: 'listLetters',
    path: '/pots/{id}/letters',
    summary: 'The letters of a pot to its groups, as it words them or in the usual words, with what each has to say',
    roles: ['fund_manager'],
    response: lettersAnswer,
    example: lettersExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findLetters(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const items = letterNames.map((letter) => {
        const own = found.worded.find(({ name }) => name === letter);
        const { subject, text } = own ?? usualWordingOf(letter);
        return { letter, version: own?.version ?? null, subject, text, mustSay: letterFacts[letter] };
      });
      return { items, mayName: commonPlaceholders };
    },
  }),
];
