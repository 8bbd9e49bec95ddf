import { instantInWords, londonDate, shortDateInWords, type Instant } from '../../../../domain/calendar/calendar';
import { appealOf } from '../../../api/reads/appeal-answer';
import { isMinuteTaker } from '../../meetings/minute-taker';
import type { PageContext } from '../../frame/page';
import { grantWords } from '../words';
import type { GrantData } from './data';

const w = grantWords.appeal;

/** An appeal that waits to be decided, at the top of its grant's page: what the group says, who is free to decide, and where that is done. */
export function appealView({ found, around, grant }: GrantData, { asker }: PageContext) {
  const appeal = appealOf(around);
  if (appeal === null) return undefined;
  const { askedAt, free, onPanel, quorum } = appeal;
  return {
    asked: w.asked(shortDateInWords(londonDate(askedAt as Instant))),
    says: found.lastMove?.text ?? undefined,
    free: w.free(free, onPanel, quorum),
    tooFew: free < quorum ? w.tooFew : undefined,
    alone:
      grant.askedPence !== null && grant.askedPence <= found.policy.decision.delegatedUpToPence ? w.alone : undefined,
    meets: found.meetsAt === null ? w.noMeeting : w.meets(instantInWords(found.meetsAt)),
    plan: found.meetsAt === null && isMinuteTaker(asker) ? w.plan : undefined,
  };
}
