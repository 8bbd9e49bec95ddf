import { decisionDeadline } from '../../domain/application/application-deadlines';
import { londonDate } from '../../domain/calendar/calendar';
import { checklist, checksMissing } from '../../domain/application/checklist';
import { panelConfirmationRefusal } from '../../domain/application/confirmations';
import { arm, disarm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { confirmationsOf } from '../confirmations/read-confirmations';
import { assessor } from './assessor';
import { type EmptyBody, policyOf, standingStill } from '../grant/grant-context';
import { readContent } from '../grant/read-content';
import { passedChecksOf } from './read-passed-checks';
import { openQuestions } from './read-questions';
import { tellGroup } from './tell';

/** Says all by its name. */
export type PassToPanelBody = EmptyBody;

/**
 * The application is checked and ready to be decided: every check that the policy wants is passed, and the group has nothing to
 * answer. @refusal CHECKS_MISSING, QUESTION_OPEN, SECOND_CONTACT_UNCONFIRMED, HOST_UNCONFIRMED, SAME_PERSON, CONNECTED_PERSON
 */
export const passToPanel = defineCommand<PassToPanelBody, 'grant'>('grant', 'passToPanel', async (c) => {
  const { tx, tenantId, subjectId, row, at } = c;
  const policy = policyOf(c);
  const decision = decisionDeadline(policy, standingStill(c), at);
  const [{ personId, refusal }, content, passed, open, confirmations, mails] = await Promise.all([
    assessor(c),
    readContent(c),
    passedChecksOf(tx, tenantId, row.party_id),
    openQuestions(tx, tenantId, subjectId),
    confirmationsOf(c),
    tellGroup(c, 'application-passed-to-panel', { decideBy: decision.at }),
  ]);
  if (refusal !== undefined) return refusal;
  const missing = checksMissing(checklist(policy, content, passed, londonDate(at)));
  if (missing.length > 0) return refuse('CHECKS_MISSING', { facts: { missing } });
  if (open > 0) return refuse('QUESTION_OPEN', { facts: { open } });
  const unconfirmed = panelConfirmationRefusal(confirmations);
  if (unconfirmed !== undefined) return unconfirmed;
  return {
    to: 'assessing',
    deadlines: arm(disarm(c.deadlines, 'check'), decision),
    event: { after: { decideBy: decision.at } },
    mails,
    duties: [{ duty: 'assessed', personId }],
  };
});
