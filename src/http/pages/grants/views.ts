import type { GrantListed } from '../../../../db/queries/grants/grants';
import type { Page } from '../../../../db/queries/paging';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import type { PageContext } from '../frame/page';
import { sumsAlike } from '../frame/sum';
import { statusInList } from './grant/whose-turn';
import { grantWords } from './words';

const day = (at: string): string => shortDateInWords(londonDate(at as Instant));

/** The list of grants as its page has it. */
export function grantsView({ items }: Page<GrantListed>, context: Pick<PageContext, 'asker'>) {
  const sum = sumsAlike(items.map((one) => one.awardedPence ?? one.askedPence));
  return {
    grants: items.map((one) => ({
      id: one.id,
      reference: one.reference ?? grantWords.grant.draft,
      isDraft: one.stage === 'draft',
      group: one.party.name,
      pot: one.pot.name,
      owner: one.owner?.name ?? '',
      tag: statusInList(one, context),
      isWithheld: one.isWithheld,
      amount: sum(one.awardedPence ?? one.askedPence),
      sent: one.submittedAt === null ? '' : day(one.submittedAt),
    })),
  };
}
