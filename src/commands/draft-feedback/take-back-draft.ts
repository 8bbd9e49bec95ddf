import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import type { EmptyBody } from '../grant/grant-context';

/** Says all by its name. */
export type TakeBackDraftBody = EmptyBody;

/** The group’s draft is its own again: staff see it no more, and nobody waits for comments. Those that were made stay with the group. @refusal DRAFT_NOT_SHARED */
export const takeBackDraft = defineCommand<TakeBackDraftBody, 'grant'>('grant', 'takeBackDraft', (c) =>
  Promise.resolve(
    c.row.shared_at === null ? refuse('DRAFT_NOT_SHARED') : { set: { shared_at: null, feedback_by: null } },
  ),
);
