import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { FollowUp } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { withInstalmentsDueAgain } from './conditions';
import { actorOf, mailTo, type GrantContext } from './grant-context';
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
 * payment run keep theirs. Everybody in the group is told, so that a change that nobody meant does not go unseen.
 */
export const giveBankDetails = defineCommand<GiveBankDetailsBody, 'grant'>('grant', 'giveBankDetails', async (c) => {
  const { tx, tenantId, subjectId, row, body } = c;
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
  const [, { before }, deadlines, followUps, group] = await Promise.all([
    locked,
    numbered,
    withInstalmentsDueAgain(c, c.deadlines),
    blockedElsewhere(c, bankAccountId),
    groupOf(c),
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
    mails: mailTo([...group, row.owner_id], 'bank-details-given'),
  };
});

/** Instalments of the group's other grants that fell due and had no account to go to: they fall due again too. */
async function blockedElsewhere(
  { tx, tenantId, subjectId, row, at }: GrantContext,
  bankAccountId: string,
): Promise<readonly FollowUp[]> {
  const blocked = await tx
    .selectFrom('payment')
    .innerJoin('application', (join) =>
      join.onRef('application.tenant_id', '=', 'payment.tenant_id').onRef('application.id', '=', 'payment.grant_id'),
    )
    .select(['payment.id', 'application.id as grant_id'])
    .where('payment.tenant_id', '=', tenantId)
    .where('payment.payee_id', '=', row.party_id)
    .where('payment.cause', '=', 'grant')
    .where('payment.state', '=', 'scheduled')
    .where((row) => row.eb('payment.due_at', '<=', row.fn.coalesce('application.held_since', row.val(at))))
    .where('application.stage', '=', 'active')
    .where('application.id', '<>', subjectId)
    .orderBy('payment.sequence')
    .execute();
  return blocked.map(({ id, grant_id }) => ({
    command: 'payInstalment',
    subjectId: grant_id,
    body: { about: id },
    key: `bank-details:${bankAccountId}:${id}`,
  }));
}
