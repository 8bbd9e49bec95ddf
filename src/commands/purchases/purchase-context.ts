import { budget, transfer, type Transfer } from '../../domain/money/accounts';
import { pence, type Pence } from '../../domain/money/money';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { mayPerform, type Duty } from '../../domain/people/segregation';
import type { Change } from '../apply/change';
import type { SubjectContext } from '../apply/definition';
import { peopleOfParty } from '../readings/people-of-party';
import { segregationFacts } from '../readings/segregation-facts';

/** What the effect of a command on a purchase is given. */
export type PurchaseContext<Body = unknown> = SubjectContext<Body, 'purchase'>;

/** The parts of a purchase that its money is named by. */
interface OfGrant {
  readonly id: string;
  readonly grantId: string;
  readonly potId: string;
}

/** A purchase as its money is named. */
export const moneyOf = ({ row }: Pick<PurchaseContext, 'row'>): OfGrant => ({
  id: row.id,
  grantId: row.grant_id,
  potId: row.pot_id,
});

/** Promises a purchase's price in its budget, and says what is left when it is too much. */
export function promised(
  { id, grantId, potId }: OfGrant,
  pricePence: Pence,
): Required<Pick<Change, 'transfers' | 'ifShort'>> {
  return {
    transfers: [
      transfer(
        budget.committed(potId, grantId),
        budget.promised(potId, grantId),
        pricePence,
        `purchase:${id}:promise:1`,
      ),
    ],
    ifShort: (leftPence) => refuse('PURCHASE_OVER_BUDGET', { facts: { leftPence } }),
  };
}

/** Gives back what was promised for a purchase that will not be paid; nothing for one that was only asked for. */
export function released({ row }: Pick<PurchaseContext, 'row'>): readonly Transfer[] {
  if (row.promised_at === null) return [];
  return [givenBack({ id: row.id, grantId: row.grant_id, potId: row.pot_id }, pence(row.price_pence), 'release')];
}

/** A sum of a purchase's promise that goes back into the budget. */
export function givenBack({ id, grantId, potId }: OfGrant, amount: Pence, step: 'release' | 'adjust'): Transfer {
  return transfer(
    budget.promised(potId, grantId),
    budget.committed(potId, grantId),
    amount,
    `purchase:${id}:${step}:1`,
  );
}

/** Why the actor may not perform a duty on a purchase, if so. @refusal SAME_PERSON, CONNECTED_PERSON */
export async function purchaseDutyRefusal(
  { tx, tenantId, actorId, row }: PurchaseContext,
  duty: Extract<Duty, 'authorised purchase' | 'matched invoice'>,
): Promise<Refusal | undefined> {
  if (actorId === null) return undefined;
  const parties = [row.provider_id, row.employer_id];
  const about = { subjectIds: [row.id, row.grant_id], persons: [actorId], parties };
  const { earlier, facts } = await segregationFacts(tx, tenantId, about);
  return mayPerform(duty, actorId, earlier, { parties, facts });
}

/** The people of the provider, whom mails about the order go to. */
export function providerOf({ tx, tenantId, row }: PurchaseContext): Promise<readonly string[]> {
  return peopleOfParty(tx, tenantId, row.provider_id);
}
