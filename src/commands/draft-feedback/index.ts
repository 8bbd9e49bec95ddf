import type { CommandDefinition } from '../apply/definition';
import { commentOnDraft } from './comment-on-draft';
import { settleDraftComment } from './settle-draft-comment';
import { shareDraft } from './share-draft';
import { takeBackDraft } from './take-back-draft';

/** The commands about a draft that its group shows before it sends it. */
export const draftFeedbackCommands: readonly CommandDefinition[] = [
  shareDraft,
  takeBackDraft,
  commentOnDraft,
  settleDraftComment,
];
