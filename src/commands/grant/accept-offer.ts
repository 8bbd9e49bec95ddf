import { refuse } from '../../domain/refusal';
import { signatoryRefusal } from '../../domain/signatories';
import { defineCommand } from '../apply/definition';
import { connectionFacts } from '../readings/connection-facts';
import { activation, openConditions } from './activation';
import { actorOf, mailTo, policyOf, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { readAward } from './read-award';

/** Nothing but who accepts, which is whoever sends it. */
export type AcceptOfferBody = EmptyBody;

/**
 * A member of the committee accepts for the group. When as many unrelated members as the policy asks for have accepted, the grant
 * is active: its instalments are planned, its conditions and its report get their dates.
 * @refusal NEW_BUDGET_NEEDED, NOT_ON_COMMITTEE, ALREADY_SIGNED, SIGNATORIES_RELATED
 */
export const acceptOffer = defineCommand<AcceptOfferBody, 'grant'>('grant', 'acceptOffer', async (c) => {
  const { tx, tenantId, subjectId, row } = c;
  const personId = actorOf(c);
  const acceptances = tx
    .selectFrom('acceptance')
    .select('person_id')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .execute();
  const [award, accepted, conditions, group] = await Promise.all([
    readAward(c),
    acceptances,
    openConditions(c),
    groupOf(c),
  ]);
  if (award.needsNewBudget) return refuse('NEW_BUDGET_NEEDED', { facts: { awardedPence: award.awardedPence } });

  const signed = accepted.map(({ person_id }) => person_id);
  const facts = await connectionFacts(tx, tenantId, { persons: [...signed, personId], parties: [row.party_id] });
  // An employer has no committee: its staff sign.
  const mayBind = award.isDrawnDown ? ['committee', 'employee'] : ['committee'];
  if (!facts.withParties.some((one) => one.personId === personId && mayBind.includes(one.kind))) {
    return refuse('NOT_ON_COMMITTEE');
  }
  const refusal = signatoryRefusal(personId, signed, facts);
  if (refusal !== undefined) return refusal;

  const acceptance = tx
    .insertInto('acceptance')
    .values({
      tenant_id: tenantId,
      grant_id: subjectId,
      person_id: personId,
      accepted_at: c.at,
      command_id: c.commandId,
    })
    .compile();
  const told = { acceptances: signed.length + 1, needed: policyOf(c).offer.signatories };
  if (told.acceptances < told.needed) {
    return {
      to: 'offered',
      writes: [acceptance],
      event: { after: told },
      result: told,
      mails: mailTo(
        group.filter((one) => one !== personId && !signed.includes(one)),
        'offer-needs-another-acceptance',
      ),
    };
  }
  const begun = activation(c, award, conditions);
  return {
    to: 'active',
    deadlines: begun.deadlines,
    writes: [acceptance, ...begun.writes],
    event: { after: told },
    result: told,
    mails: [
      ...mailTo(group, 'grant-began', { bankDetailsNeeded: !award.isDrawnDown }),
      ...mailTo([row.owner_id], 'offer-accepted'),
    ],
  };
});
