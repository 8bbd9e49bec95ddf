import type { CalendarDate } from '../../domain/calendar/calendar';
import { refuse } from '../../domain/refusals/refusal';
import { defineCreation, tenantWide } from '../apply/definition';
import { ownerRefusal } from '../people/owner';
import { wholeOrganisationRefusal } from '../people/whole-organisation';

/** Money from one funder. How much of it may be awarded is said by its pots. */
export interface OpenFundBody {
  readonly name: string;
  readonly funderId: string;
  readonly ownerId: string;
  /** After this day money that comes back is owed to the funder. */
  readonly spendBy?: CalendarDate | undefined;
}

/** Opens a fund. @refusal NOT_FOR_ONE_POT, PARTY_UNKNOWN, PARTY_NOT_FUNDER, PERSON_UNKNOWN, OWNER_NOT_STAFF */
export const openFund = defineCreation<OpenFundBody, 'fund'>(
  'fund',
  'openFund',
  async () => tenantWide,
  async (c) => {
    const { tx, tenantId } = c;
    const { name, funderId, ownerId, spendBy } = c.body;
    const onePotOnly = wholeOrganisationRefusal(c.roles, 'fund_manager');
    if (onePotOnly !== undefined) return onePotOnly;
    const funder = await tx
      .selectFrom('party')
      .select('kind')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', funderId)
      .executeTakeFirst();
    if (funder === undefined) return refuse('PARTY_UNKNOWN', { field: '/funderId' });
    if (funder.kind !== 'funder') return refuse('PARTY_NOT_FUNDER', { field: '/funderId' });
    const unfit = await ownerRefusal(tx, { tenantId, ownerId, potId: null });
    if (unfit !== undefined) return unfit;
    return {
      to: 'open',
      create: { name, funder_id: funderId, owner_id: ownerId, spend_by: spendBy ?? null, created_at: c.at },
      event: { after: { funderId, ownerId, spendBy: spendBy ?? null } },
    };
  },
);
