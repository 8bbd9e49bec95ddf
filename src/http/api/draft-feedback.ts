import {
  commentOnDraftBody,
  settleDraftCommentBody,
  shareDraftBody,
  takeBackDraftBody,
} from '../schemas/draft-feedback';
import { ids } from '../schemas/reads/examples';
import { commandRoute, type CommandRoute } from './command-route';

/** The commands about a draft that its group shows before it sends it, over HTTP. */
export const draftFeedbackRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'shareDraft',
    summary: 'Show a draft to an officer before it is sent, where the pot offers it; again, once it was commented on',
    body: shareDraftBody,
    example: {},
    refusals: ['DRAFT_FEEDBACK_NOT_OFFERED', 'DRAFT_SHARED_ALREADY', 'DRAFT_EMPTY', 'NO_ROUND_OPEN'],
  }),
  commandRoute({
    command: 'takeBackDraft',
    summary: 'Share a draft no more: staff see it no longer',
    body: takeBackDraftBody,
    example: {},
    refusals: ['DRAFT_NOT_SHARED'],
  }),
  commandRoute({
    command: 'commentOnDraft',
    summary: 'Comment on a draft that its group shares, answer by answer; the group is mailed once',
    body: commentOnDraftBody,
    example: { comments: [{ about: '/purpose', text: 'Say for whom it is, and how many you expect.' }] },
    refusals: ['DRAFT_NOT_SHARED', 'COMMENTS_MISSING', 'ANSWER_UNKNOWN'],
  }),
  commandRoute({
    command: 'settleDraftComment',
    summary: 'Mark a comment on one’s draft as dealt with',
    body: settleDraftCommentBody,
    example: { commentId: ids.event },
    refusals: ['COMMENT_UNKNOWN', 'COMMENT_SETTLED'],
  }),
];
