import { formatPounds } from '../money/money';
import { both, due, over, type Row, until } from './row';
import type { GrantStanding } from './standing';

/** What is expected of a group that has an offer: a new budget first, where it is offered less. */
export function atOffer(grant: GrantStanding): Row {
  const by = due(grant, 'offer');
  const { award, askedPence } = grant;
  if (award === null) return over('offered', both('Offered.'));
  const sum = formatPounds(award.awardedPence);
  if (award.needsNewBudget) {
    const of = (who: string) =>
      askedPence === null ? undefined : ` of the ${formatPounds(askedPence)} that ${who} asked for`;
    return {
      status: 'offered_less',
      what: 'Agree budget and targets',
      of: 'group',
      by,
      why: {
        group: `We can offer you ${sum}${of('you') ?? ''}. First agree what changes.${until(by, 'Accept by')}`,
        staff: `Offered ${sum}${of('they') ?? ', less than they asked for'}. First they agree what changes.`,
      },
    };
  }
  const signed =
    award.accepted === 0 ? '' : ` ${String(award.accepted)} of ${String(award.signatories)} have accepted.`;
  return {
    status: 'offered',
    what: 'Accept the offer',
    of: 'group',
    by,
    why: {
      group: `We can offer you ${sum}.${signed}${until(by, 'Accept by')}`,
      staff: `Offered ${sum}.${signed}${until(by, 'The answer is due by')}`,
    },
  };
}
