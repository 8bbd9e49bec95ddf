import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { blockedInstalmentsOf } from '../payments/blocked-instalments-of';
import { peopleOfParty } from '../readings/people-of-party';

/** Bank details as they are stored: the numbers were sealed before anything was written. */
export interface GiveProviderBankDetailsBody {
  readonly accountName: string;
  readonly detailsSealed: string;
  readonly lastDigits: string;
}

/**
 * A new version of a provider's bank account, or of a host's; payments that were already made up keep theirs. Everybody who acts for it
 * is told, so that a change that nobody meant does not go unseen. @refusal PARTY_NOT_PROVIDER
 */
export const giveProviderBankDetails = defineCommand<GiveProviderBankDetailsBody, 'party'>(
  'party',
  'giveProviderBankDetails',
  async (c) => {
    const { tx, tenantId, subjectId: partyId, body } = c;
    const takesDetails = c.row.kind === 'provider' || c.row.kind === 'host';
    if (!takesDetails || c.actorId === null) return refuse('PARTY_NOT_PROVIDER');
    const { before } = await tx
      .selectFrom('bank_account')
      .select(({ fn }) => fn.coalesce(fn.max('version'), sql<number>`0`).as('before'))
      .where('tenant_id', '=', tenantId)
      .where('party_id', '=', partyId)
      .executeTakeFirstOrThrow();
    const bankAccountId = newId();
    const version = before + 1;
    // A host's first account: instalments of the groups that it receives money for may have waited for it.
    const followUps = c.row.kind === 'host' ? await blockedInstalmentsOf(c, partyId, bankAccountId) : [];
    return {
      followUps,
      writes: [
        tx
          .insertInto('bank_account')
          .values({
            tenant_id: tenantId,
            id: bankAccountId,
            party_id: partyId,
            version,
            account_name: body.accountName,
            details_sealed: body.detailsSealed,
            last_digits: body.lastDigits,
            given_by: c.actorId,
            given_at: c.at,
          })
          .compile(),
      ],
      duties: [{ duty: 'gave bank details', personId: c.actorId }],
      event: { audience: 'staff', after: { bankAccountId, version } },
      mails: (await peopleOfParty(tx, tenantId, partyId)).map((to) => ({ template: 'bank-details-given', to })),
      result: { bankAccountId, version },
    };
  },
);
