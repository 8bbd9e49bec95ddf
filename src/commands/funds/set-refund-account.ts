import { v7 as newId } from 'uuid';
import { sql } from 'kysely';
import { defineCommand } from '../apply/definition';
import { actorOf, mailTo } from '../grant/grant-context';
import { wholeOrganisationRefusal } from '../people/whole-organisation';

/** The account as it is stored: its numbers were sealed before anything was written. */
export interface SetRefundAccountBody {
  readonly accountName: string;
  readonly detailsSealed: string;
  /** The last three digits of the account number, by which people know it again. */
  readonly lastDigits: string;
}

/**
 * Says into which account groups pay back what they did not use of a fund: a new version of it, which they are shown from now on. Every fund manager of the
 * whole organisation is told, so that a change that nobody meant does not go unseen. @refusal NOT_FOR_ONE_POT
 */
export const setRefundAccount = defineCommand<SetRefundAccountBody, 'fund'>('fund', 'setRefundAccount', async (c) => {
  const { tx, tenantId, subjectId: fundId, row, body, at } = c;
  const onePotOnly = wholeOrganisationRefusal(c.roles, 'fund_manager');
  if (onePotOnly !== undefined) return onePotOnly;
  const personId = actorOf(c);
  // The fund is locked, so no other command numbers a version meanwhile.
  const [{ before }, managers] = await Promise.all([
    tx
      .selectFrom('refund_account')
      .select(({ fn }) => fn.coalesce(fn.max('version'), sql<number>`0`).as('before'))
      .where('tenant_id', '=', tenantId)
      .where('fund_id', '=', fundId)
      .executeTakeFirstOrThrow(),
    tx
      .selectFrom('role')
      .select('person_id')
      .where('tenant_id', '=', tenantId)
      .where('name', '=', 'fund_manager')
      .where('pot_id', 'is', null)
      .where('ended_at', 'is', null)
      .execute(),
  ]);
  const version = before + 1;
  return {
    writes: [
      tx
        .insertInto('refund_account')
        .values({
          tenant_id: tenantId,
          id: newId(),
          fund_id: fundId,
          version,
          account_name: body.accountName,
          details_sealed: body.detailsSealed,
          last_digits: body.lastDigits,
          given_by: personId,
          given_at: at,
        })
        .compile(),
    ],
    event: { after: { version } },
    mails: mailTo(
      [...new Set([row.owner_id, ...managers.map(({ person_id }) => person_id)])],
      'refund-account-changed',
    ),
    result: { version },
  };
});
