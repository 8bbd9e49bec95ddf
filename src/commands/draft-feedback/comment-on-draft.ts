import { v7 as newId } from 'uuid';
import { draftDeadline } from '../../domain/application/application-deadlines';
import { arm } from '../../domain/calendar/deadlines';
import { answersToComment } from '../../domain/application/draft-feedback';
import { pointer, refuse, together } from '../../domain/refusals/refusal';
import { tellGroup } from '../application/tell';
import { defineCommand } from '../apply/definition';
import { actorOf, policyOf } from '../grant/grant-context';

/** What an officer says of a draft. */
export interface CommentOnDraftBody {
  readonly comments: readonly {
    /** The answer that it is about, as a pointer into the application; empty for all of it. */
    readonly about: string;
    readonly text: string;
  }[];
}

/**
 * Comments on a draft that its group shares, answer by answer; it changes none of them. The group gets one mail, however many comments there are.
 * @refusal DRAFT_NOT_SHARED, COMMENTS_MISSING, ANSWER_UNKNOWN
 */
export const commentOnDraft = defineCommand<CommentOnDraftBody, 'grant'>('grant', 'commentOnDraft', async (c) => {
  const { tx, tenantId, subjectId, row, at, commandId, body } = c;
  const policy = policyOf(c);
  if (row.shared_at === null) return refuse('DRAFT_NOT_SHARED');
  if (body.comments.length === 0) return refuse('COMMENTS_MISSING', { field: '/comments' });
  const answers = answersToComment(policy);
  const unknown = together(
    body.comments.flatMap(({ about }, place) =>
      answers.includes(about) ? [] : [refuse('ANSWER_UNKNOWN', { field: pointer('comments', place, 'about') })],
    ),
  );
  if (unknown !== undefined) return unknown;
  const comments = body.comments.map((comment) => ({ ...comment, id: newId() }));
  return {
    set: { feedback_by: null },
    deadlines: arm(c.deadlines, draftDeadline(policy, at)),
    writes: [
      tx
        .insertInto('draft_comment')
        .values(
          comments.map(({ id, about }) => ({
            tenant_id: tenantId,
            id,
            grant_id: subjectId,
            about,
            written_by: actorOf(c),
            written_at: at,
            command_id: commandId,
          })),
        )
        .compile(),
      tx
        .insertInto('draft_comment_text')
        .values(comments.map(({ id, text }) => ({ tenant_id: tenantId, comment_id: id, text })))
        .compile(),
    ],
    event: { after: { comments: comments.length } },
    mails: await tellGroup(c, 'draft-commented', { comments: comments.length }),
    result: { commentIds: comments.map(({ id }) => id) },
  };
});
