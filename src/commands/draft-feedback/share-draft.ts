import { draftDeadline } from '../../domain/application/application-deadlines';
import { addPeriod, compareInstants, type Instant } from '../../domain/calendar/calendar';
import { arm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { mailTo, policyOf, type EmptyBody } from '../grant/grant-context';

/** Says all by its name. */
export type ShareDraftBody = EmptyBody;

/**
 * The group shows its draft to an officer before it sends it, as far as it is: from now on staff see it. Whoever looks after the pot is to comment by the policy's
 * date, and before the round closes. Shared again once it was commented on, it is looked at again.
 * @refusal DRAFT_FEEDBACK_NOT_OFFERED, DRAFT_SHARED_ALREADY, DRAFT_EMPTY, NO_ROUND_OPEN
 */
export const shareDraft = defineCommand<ShareDraftBody, 'grant'>('grant', 'shareDraft', async (c) => {
  const { tx, tenantId, subjectId, row, at } = c;
  const policy = policyOf(c);
  if (policy.draftFeedback === undefined) return refuse('DRAFT_FEEDBACK_NOT_OFFERED');
  if (row.feedback_by !== null) return refuse('DRAFT_SHARED_ALREADY');
  const [written, pot, round] = await Promise.all([
    tx
      .selectFrom('application_content')
      .select('content')
      .where('tenant_id', '=', tenantId)
      .where('application_id', '=', subjectId)
      .executeTakeFirst(),
    tx
      .selectFrom('pot')
      .select('owner_id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.pot_id)
      .executeTakeFirstOrThrow(),
    tx
      .selectFrom('round')
      .select('closes_at')
      .where('tenant_id', '=', tenantId)
      .where('pot_id', '=', row.pot_id)
      .where('state', 'in', ['draft', 'open'])
      .where('closes_at', '>', at)
      .orderBy('closes_at')
      .executeTakeFirst(),
  ]);
  if (Object.keys((written?.content ?? {}) as object).length === 0) return refuse('DRAFT_EMPTY');
  if (policy.intake === 'window' && round === undefined) return refuse('NO_ROUND_OPEN');
  const promised = addPeriod(at, policy.draftFeedback.commentWithin);
  const closesAt = policy.intake === 'window' ? (round?.closes_at as Instant | undefined) : undefined;
  const feedbackBy = closesAt !== undefined && compareInstants(closesAt, promised) < 0 ? closesAt : promised;
  const ownerId = row.owner_id ?? pot.owner_id;
  return {
    set: { shared_at: row.shared_at ?? at, feedback_by: feedbackBy, owner_id: ownerId },
    // It is not given up while somebody reads it.
    deadlines: arm(c.deadlines, draftDeadline(policy, at)),
    event: { after: { feedbackBy } },
    mails: mailTo([ownerId], 'draft-shared', { feedbackBy }),
    result: { feedbackBy },
  };
});
