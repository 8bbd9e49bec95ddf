import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { wholeOrganisationRefusal } from '../people/whole-organisation';

/** Nothing needs saying. */
export type CloseFundBody = Readonly<Record<string, never>>;

/** Closes a fund whose pots are all closed. @refusal NOT_FOR_ONE_POT, FUND_HAS_OPEN_POTS */
export const closeFund = defineCommand<CloseFundBody, 'fund'>(
  'fund',
  'closeFund',
  async ({ tx, tenantId, subjectId, roles }) => {
    const onePotOnly = wholeOrganisationRefusal(roles, 'fund_manager');
    if (onePotOnly !== undefined) return onePotOnly;
    const open = await tx
      .selectFrom('pot')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('fund_id', '=', subjectId)
      .where('state', '=', 'open')
      .execute();
    if (open.length > 0) return refuse('FUND_HAS_OPEN_POTS', { facts: { potIds: open.map(({ id }) => id) } });
    return { to: 'closed' };
  },
);
