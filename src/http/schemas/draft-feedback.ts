import { z } from 'zod';
import type { CommentOnDraftBody } from '../../commands/draft-feedback/comment-on-draft';
import type { SettleDraftCommentBody } from '../../commands/draft-feedback/settle-draft-comment';
import type { ShareDraftBody } from '../../commands/draft-feedback/share-draft';
import type { TakeBackDraftBody } from '../../commands/draft-feedback/take-back-draft';
import { id, nothing, words } from './fields';

/** Body of `shareDraft`. */
export const shareDraftBody: z.ZodType<ShareDraftBody> = nothing;

/** Body of `takeBackDraft`. */
export const takeBackDraftBody: z.ZodType<TakeBackDraftBody> = nothing;

/** More answers than any application has. */
const commentsAtMost = 60;

/** Body of `commentOnDraft`. */
export const commentOnDraftBody: z.ZodType<CommentOnDraftBody> = z.strictObject({
  comments: z
    .array(
      z.strictObject({
        about: z.string().max(100).describe('The answer, as a pointer into the application; empty for all of it.'),
        text: words,
      }),
    )
    .max(commentsAtMost),
});

/** Body of `settleDraftComment`. */
export const settleDraftCommentBody: z.ZodType<SettleDraftCommentBody> = z.strictObject({ commentId: id });
