import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { withInstalmentsDueAgain } from './conditions';
import { actorOf, mailTo, type GrantContext } from './grant-context';
import { peopleWithRole } from '../payments/people-with-role';
import { blockedInstalmentsOf } from '../payments/blocked-instalments-of';
import { groupOf } from './people-to-tell';

/** Bank details as they are stored: sort code and number were sealed before anything was written. */
export interface GiveBankDetailsBody {
  readonly accountName: string;
  readonly detailsSealed: string;
  /** The last three digits of the account number, by which people know it again. */
  readonly lastDigits: string;
}

/**
 * The group says where its money goes: a new version of its bank account, which payments take from now on; those that are in a
 * payment run keep theirs. Everybody in the group is told, so that a change that nobody meant does not go unseen; and whoever pays again
 * what the bank sent back.
 * @refusal HOST_GIVES_BANK_DETAILS
 */
export const giveBankDetails = defineCommand<GiveBankDetailsBody, 'grant'>('grant', 'giveBankDetails', async (c) => {
  const { tx, tenantId, subjectId, row, body } = c;
  if (row.host_id !== null) return refuse('HOST_GIVES_BANK_DETAILS');
  const personId = actorOf(c);
  // Two grants of one group may do this at once; the group's row is the lock that numbers the versions.
  const locked = tx
    .selectFrom('party')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.party_id)
    .forNoKeyUpdate()
    .execute();
  const numbered = tx
    .selectFrom('bank_account')
    .select(({ fn }) => fn.coalesce(fn.max('version'), sql<number>`0`).as('before'))
    .where('tenant_id', '=', tenantId)
    .where('party_id', '=', row.party_id)
    .executeTakeFirstOrThrow();
  const bankAccountId = newId();
  const [, { before }, deadlines, followUps, group, makers] = await Promise.all([
    locked,
    numbered,
    withInstalmentsDueAgain(c, c.deadlines),
    blockedInstalmentsOf(c, row.party_id, bankAccountId, subjectId),
    groupOf(c),
    makersWaiting(c),
  ]);
  const version = before + 1;
  return {
    deadlines,
    followUps,
    writes: [
      tx
        .insertInto('bank_account')
        .values({
          tenant_id: tenantId,
          id: bankAccountId,
          party_id: row.party_id,
          version,
          account_name: body.accountName,
          details_sealed: body.detailsSealed,
          last_digits: body.lastDigits,
          given_by: personId,
          given_at: c.at,
        })
        .compile(),
      tx
        .updateTable('award')
        .set({ bank_account_id: bankAccountId })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', subjectId)
        .compile(),
    ],
    duties: [{ duty: 'gave bank details', personId }],
    event: { after: { bankAccountId, version } },
    result: { bankAccountId, version },
    mails: mailTo([...new Set([...group, row.owner_id, ...makers])], 'bank-details-given', {
      paymentWaits: makers.length > 0,
    }),
  };
});

/** Who waits for new details, to pay again what came back. */
async function makersWaiting({ tx, tenantId, subjectId, row }: GrantContext): Promise<readonly string[]> {
  const returned = await tx
    .selectFrom('payment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('cause', '=', 'grant')
    .where('state', '=', 'returned')
    .limit(1)
    .executeTakeFirst();
  return returned === undefined ? [] : peopleWithRole(tx, tenantId, row.pot_id, ['payment_maker']);
}
