import { findParty, listParties, partyReaders } from '../../../../db/queries/groups/parties';
import { londonDate } from '../../../domain/calendar/calendar';
import { awardableUnderCap, capFreeFrom } from '../../../domain/decision/group-cap';
import { partyRoles } from '../../../domain/lives/roles';
import { pence } from '../../../domain/money/money';
import { partiesPage, partiesQuery, partyAnswer, partyExample, partyListedExample } from '../../schemas/reads/people';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

type PartyFound = NonNullable<Awaited<ReturnType<typeof findParty>>>;

/** What each pot may award a party today under its cap, and from which day that is more. */
function capsOf({ awards, caps, now }: PartyFound) {
  const counted = awards.map(({ decidedOn, awardedPence, cameBackPence }) => ({
    decidedOn,
    amountPence: pence(awardedPence),
    cameBackPence: pence(cameBackPence),
  }));
  return caps.map((cap) => {
    const question = { awards: counted, decidedOn: londonDate(now), capPence: pence(cap.capPence), period: cap.period };
    return { ...cap, awardablePence: awardableUnderCap(question), moreFrom: capFreeFrom(question) ?? null };
  });
}

/** Reads about groups, providers, funders, hosts and employers. */
export const partyReads = [
  readRoute({
    operationId: 'listParties',
    path: '/parties',
    summary: 'Groups, providers, funders, hosts and employers, by name; others see those that they act for',
    roles: [...partyReaders, ...partyRoles],
    query: partiesQuery,
    response: partiesPage,
    example: { items: [partyListedExample], next: null },
    handle: ({ db, query, ...asker }) => listParties(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getParty',
    path: '/parties/{id}',
    summary: 'All that is known of one group or organisation, with its awards and what it may still be awarded',
    roles: [...partyReaders, ...partyRoles],
    response: partyAnswer,
    example: partyExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findParty(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { now: _, ...party } = found;
      const scope = { potId: null, parties: { applicant: party.id, provider: party.id, budget_holder: party.id } };
      return { ...party, caps: capsOf(found), allowed: allowedTo(asker.roles, 'party', { state: 'known', scope }) };
    },
  }),
];
