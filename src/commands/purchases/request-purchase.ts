import { sql } from 'kysely';
import { addPeriod } from '../../domain/calendar/calendar';
import { arm, deadline } from '../../domain/calendar/deadlines';
import { pence, subtractPence, sumPence, ZERO, type Pence } from '../../domain/money/money';
import { needsAuthorisation, purchaseRefusal } from '../../domain/purchases/purchase-budget';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { mayPerform } from '../../domain/people/segregation';
import type { FurtherEvent } from '../apply/change';
import { defineCreation, type CommandContext, type Place } from '../apply/definition';
import { policyAsValue } from '../apply/stored-command';
import { mailTo } from '../grant/grant-context';
import { readAward } from '../grant/read-award';
import { connectionFacts } from '../readings/connection-facts';
import { promised } from './purchase-context';

/** A service that a budget holder wants for a client. */
export interface RequestPurchaseBody {
  readonly grantId: string;
  readonly providerId: string;
  readonly service: string;
  /** Encrypted before anything was stored; see {@link clientReferenceRefusal} for what it may be. */
  readonly clientReferenceSealed: string;
  /** What the provider will charge, including VAT. */
  readonly pricePence: Pence;
}

interface GrantRow {
  readonly pot_id: string;
  readonly party_id: string;
  readonly held_since: string | null;
}

/**
 * A budget holder asks for a service, within what is left of her budget. Within her own limit it is authorised at once, and its
 * price promised; else an officer or manager is asked.
 * @refusal SUBJECT_UNKNOWN, GRANT_NOT_RUNNING, NOT_A_BUDGET, PROVIDER_UNKNOWN, PURCHASE_PRICE_NOT_POSITIVE, PURCHASE_OVER_BUDGET,
 *   CONNECTED_PERSON
 */
export const requestPurchase = defineCreation<RequestPurchaseBody, 'purchase'>(
  'purchase',
  'requestPurchase',
  async (tx, tenantId, { grantId }) => {
    // The grant comes before its purchases in the order of locks.
    const locked = sql<GrantRow>`
      select pot_id, party_id, held_since from application where tenant_id = ${tenantId} and id = ${grantId} for no key update
    `.execute(tx);
    const snapshot = sql`select pot_id, policy_version as version from application where tenant_id = ${tenantId} and id = ${grantId}`;
    const read = sql<Pick<Place, 'policy'>>`select ${policyAsValue(tenantId, snapshot)} as policy`.execute(tx);
    const [{ rows }, policies] = await Promise.all([locked, read]);
    const grant = rows[0];
    if (grant === undefined) return refuse('SUBJECT_UNKNOWN', { field: '/grantId' });
    return {
      scope: { potId: grant.pot_id, parties: { budget_holder: grant.party_id } },
      onHold: grant.held_since !== null,
      policy: policies.rows[0]?.policy ?? null,
      grantId,
    };
  },
  async (c) => {
    const { tx, tenantId, subjectId: id, actorId, policy, body } = c;
    if (actorId === null) throw new Error('a purchase is asked for by somebody');
    const { grantId, pricePence } = body;
    const running = tx
      .selectFrom('application')
      .select(['pot_id', 'stage', 'owner_id'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', grantId)
      .executeTakeFirstOrThrow();
    const [grant, unfit] = await Promise.all([running, providerRefusal(c, actorId)]);
    if (grant.stage !== 'active') {
      return refuse('GRANT_NOT_RUNNING', { field: '/grantId', facts: { stage: grant.stage } });
    }
    const award = await readAward({ tx, tenantId, policy, subjectId: grantId });
    if (!award.isDrawnDown || policy?.purchases == null) return refuse('NOT_A_BUDGET', { field: '/grantId' });
    const [committed, promisedPence, spentPence] = [
      award.holds('committed'),
      award.holds('promised'),
      award.holds('spent'),
    ];
    const awardedPence = sumPence([committed, promisedPence, spentPence]);
    const refusal = purchaseRefusal(pricePence, { awardedPence, promisedPence, spentPence }) ?? unfit;
    if (refusal !== undefined) return refusal;

    const isWithinLimit = !needsAuthorisation(pricePence, ownLimit(c));
    const ownerId = grant.owner_id ?? actorId;
    const told: FurtherEvent = {
      type: 'purchase_requested',
      grantId, // its own row cannot say yet whose timeline it is on
      after: { pricePence, providerId: body.providerId, leftPence: subtractPence(committed, pricePence) },
    };
    const authoriseBy = addPeriod(c.at, policy.purchases.authoriseWithin);
    const row = {
      grant_id: grantId,
      pot_id: grant.pot_id,
      provider_id: body.providerId,
      service: body.service,
      client_reference_sealed: body.clientReferenceSealed,
      price_pence: pricePence,
      requested_by: actorId,
      owner_id: ownerId,
      promised_at: isWithinLimit ? c.at : null,
      created_at: c.at,
    };
    return {
      create: row,
      duties: [{ duty: 'requested purchase', personId: actorId }],
      event: told,
      result: { withinOwnLimit: isWithinLimit },
      ...(isWithinLimit
        ? { to: 'authorised', ...promised({ id, grantId, potId: grant.pot_id }, pricePence) }
        : {
            to: 'requested',
            deadlines: arm(
              c.deadlines,
              deadline('authorisation', authoriseBy, { then: 'chasePurchaseAuthorisation' }, c.at),
            ),
            mails: mailTo([ownerId], 'purchase-to-authorise', { pricePence }),
          }),
    };
  },
);

/** The most that the budget holder may order without anybody else's authority. */
function ownLimit({ roles }: CommandContext<unknown>): Pence {
  const limits = roles.filter(({ name }) => name === 'budget_holder').map(({ ownLimitPence }) => ownLimitPence ?? 0);
  return limits.length === 0 ? ZERO : pence(Math.max(...limits));
}

/** Why nothing can be bought there: it is no provider of ours, or the budget holder is connected to it. */
async function providerRefusal(
  { tx, tenantId, body }: CommandContext<RequestPurchaseBody>,
  actorId: string,
): Promise<Refusal | undefined> {
  const known = tx
    .selectFrom('party')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', body.providerId)
    .where('kind', '=', 'provider')
    .executeTakeFirst();
  const connected = connectionFacts(tx, tenantId, { persons: [actorId], parties: [body.providerId] });
  const [provider, facts] = await Promise.all([known, connected]);
  if (provider === undefined) return refuse('PROVIDER_UNKNOWN', { field: '/providerId' });
  return mayPerform('requested purchase', actorId, [], { parties: [body.providerId], facts });
}
