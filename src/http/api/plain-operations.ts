import { announcementOperations } from './announcements';
import { confirmationOperations } from './confirmations';
import { conversationOperations } from './conversation';
import { mailOperations } from './mails';
import type { PlainOperation, PublicOperation } from './plain-operation';
import { policyDraftOperations } from './policy-drafts';
import { registrationOperations } from './registrations';
import { reportDraftOperations } from './report-drafts';
import { savedViewOperations } from './saved-views';

/** Every plain operation over HTTP. */
export const plainOperations: readonly PlainOperation[] = [
  ...conversationOperations,
  ...reportDraftOperations,
  ...mailOperations,
  ...policyDraftOperations,
  ...savedViewOperations,
];

/** Every operation over HTTP that wants no account. */
export const publicOperations: readonly PublicOperation[] = [
  ...announcementOperations,
  ...confirmationOperations,
  ...registrationOperations,
];
