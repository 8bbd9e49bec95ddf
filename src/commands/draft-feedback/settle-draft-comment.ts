import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { actorOf } from '../grant/grant-context';

/** Which comment is dealt with. */
export interface SettleDraftCommentBody {
  readonly commentId: string;
}

/** The group says that it has dealt with a comment. @refusal COMMENT_UNKNOWN, COMMENT_SETTLED */
export const settleDraftComment = defineCommand<SettleDraftCommentBody, 'grant'>(
  'grant',
  'settleDraftComment',
  async (c) => {
    const { tx, tenantId, subjectId, body, at } = c;
    const comment = await tx
      .selectFrom('draft_comment')
      .select('settled_at')
      .where('tenant_id', '=', tenantId)
      .where('grant_id', '=', subjectId)
      .where('id', '=', body.commentId)
      .executeTakeFirst();
    if (comment === undefined) return refuse('COMMENT_UNKNOWN', { field: '/commentId' });
    if (comment.settled_at !== null) return refuse('COMMENT_SETTLED');
    return {
      writes: [
        tx
          .updateTable('draft_comment')
          .set({ settled_at: at, settled_by: actorOf(c) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', body.commentId)
          .compile(),
      ],
      event: { after: { commentId: body.commentId } },
    };
  },
);
