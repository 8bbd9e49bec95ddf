import type { CompiledQuery } from 'kysely';
import { refuse } from '../../domain/refusals/refusal';
import { mayBind, signatoryRefusal } from '../../domain/award/signatories';
import { isNameOf } from '../../domain/award/typed-name';
import { defineCommand } from '../apply/definition';
import { connectionFacts } from '../readings/connection-facts';
import { activation, openConditions } from './activation';
import { fixAgreement } from './fix-agreement';
import { actorOf, mailTo, policyOf, type GrantContext } from './grant-context';
import { groupOf } from './people-to-tell';
import { type Agreement, readAgreement } from './read-agreement';
import { readAward } from './read-award';

/** What whoever accepts has read and signed. A command that was stored by the release before this has neither. */
export interface AcceptOfferBody {
  /** The fingerprint of the agreement that was read. */
  readonly agreementHash?: string | undefined;
  /** The name that was typed as a signature. */
  readonly signature?: string | undefined;
}

/**
 * A member of the committee accepts for the group, by typing the name that they are known by over exactly the agreement that is offered; with the first of
 * them the agreement is fixed. When as many unrelated members as the policy asks for have accepted, the grant is active: its instalments
 * are planned, its conditions and its report get their dates.
 * @refusal NEW_BUDGET_NEEDED, NOT_ON_COMMITTEE, ALREADY_SIGNED, SIGNATORIES_RELATED, SIGNATURE_MISSING, AGREEMENT_CHANGED, SIGNATURE_NOT_YOURS
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
  const signer = tx.selectFrom('person').select('name').where('tenant_id', '=', tenantId).where('id', '=', personId);
  const [award, accepted, conditions, group, agreement, known] = await Promise.all([
    readAward(c),
    acceptances,
    openConditions(c),
    groupOf(c),
    readAgreement(tx, tenantId, subjectId),
    signer.executeTakeFirst(),
  ]);
  if (award.needsNewBudget) return refuse('NEW_BUDGET_NEEDED', { facts: { awardedPence: award.awardedPence } });

  const signed = accepted.map(({ person_id }) => person_id);
  const facts = await connectionFacts(tx, tenantId, { persons: [...signed, personId], parties: [row.party_id] });
  const kinds = mayBind(award);
  if (!facts.withParties.some((one) => one.personId === personId && kinds.includes(one.kind))) {
    return refuse('NOT_ON_COMMITTEE');
  }
  const refusal = signatoryRefusal(personId, signed, facts);
  if (refusal !== undefined) return refusal;
  const typed = c.body.signature;
  if (typed?.trim() === '') return refuse('SIGNATURE_MISSING', { field: '/signature' });
  if (c.body.agreementHash !== undefined && c.body.agreementHash !== agreement?.hash)
    return refuse('AGREEMENT_CHANGED', { field: '/agreementHash' });
  if (typed !== undefined && !isNameOf(typed, known?.name ?? ''))
    return refuse('SIGNATURE_NOT_YOURS', { field: '/signature' });

  const acceptance = signing(c, personId, agreement);
  const told = { acceptances: signed.length + 1, needed: policyOf(c).offer.signatories };
  if (told.acceptances < told.needed) {
    return {
      to: 'offered',
      writes: acceptance,
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
    writes: [...acceptance, ...begun.writes],
    event: { after: told },
    result: told,
    mails: [
      ...mailTo(group, 'grant-began', { bankDetailsNeeded: award.wantsBankDetails }),
      ...mailTo([row.owner_id], 'offer-accepted'),
    ],
  };
});

/** One more acceptance, with what it covers; the first fixes the agreement as it is. */
function signing(
  c: GrantContext<AcceptOfferBody>,
  personId: string,
  agreement: Agreement | undefined,
): readonly CompiledQuery[] {
  const { tx, tenantId, subjectId, at, commandId, body } = c;
  const of = { tenant_id: tenantId, grant_id: subjectId };
  return [
    tx
      .insertInto('acceptance')
      .values({
        ...of,
        person_id: personId,
        accepted_at: at,
        command_id: commandId,
        agreement_sha256: body.agreementHash ?? null,
      })
      .compile(),
    ...(body.signature === undefined
      ? []
      : [
          tx
            .insertInto('acceptance_signature')
            .values({ ...of, person_id: personId, typed_name: body.signature.trim() })
            .compile(),
        ]),
    ...fixAgreement(c, agreement),
  ];
}
