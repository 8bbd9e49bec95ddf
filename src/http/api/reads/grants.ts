import { findSharedDraft } from '../../../../db/queries/grants/application-form';
import { findGrant } from '../../../../db/queries/grants/grant';
import { readGrantAround } from '../../../../db/queries/grants/grant-around';
import { listGrants } from '../../../../db/queries/grants/grants';
import { refundAccountOf } from '../../documents/refund-account';
import { appealAnswer, appealExample } from '../../schemas/reads/grants/appeal';
import { refundAccountAnswer } from '../../schemas/reads/grants/awarded';
import { draftFeedbackAnswer, draftFeedbackExample } from '../../schemas/reads/grants/draft-feedback';
import { grantExample } from '../../schemas/reads/grants/example';
import { grantAnswer } from '../../schemas/reads/grants/grant';
import { grantListedExample, grantsPage, grantsQuery } from '../../schemas/reads/grants/list';
import { refuse } from '../../../domain/refusals/refusal';
import { ReadRefused } from '../../../domain/refusals/read-refused';
import { staffRoles } from '../../../domain/lives/roles';
import { readRoute } from '../read-route';
import { appealOf } from './appeal-answer';
import { answerGrant } from './grant-answer';

/** Reads about applications and the grants that come of them. */
export const grantReads = [
  readRoute({
    operationId: 'listGrants',
    path: '/grants',
    summary: 'Applications and grants that you may see, newest first',
    roles: 'any',
    query: grantsQuery,
    response: grantsPage,
    example: { items: [grantListedExample], next: null },
    handle: ({ db, query, ...asker }) => listGrants(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getGrant',
    path: '/grants/{id}',
    summary: 'One application or grant, with all that came of it and what is expected next',
    roles: 'any',
    response: grantAnswer,
    refusals: ['APPLICATION_WITHHELD'],
    example: grantExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findGrant(db, asker, params['id'] ?? '');
      return found === undefined ? undefined : answerGrant(found, asker.roles);
    },
  }),
  readRoute({
    operationId: 'getAppeal',
    path: '/grants/{id}/appeal',
    summary:
      'An appeal that is to be decided: how many of the panel are free to, having neither decided before nor a connection',
    roles: staffRoles,
    response: appealAnswer,
    example: appealExample,
    handle: async ({ db, params, ...asker }) => {
      const around = await readGrantAround(db, asker, params['id'] ?? '');
      return around === undefined ? undefined : { appeal: appealOf(around) };
    },
  }),
  readRoute({
    operationId: 'getDraftFeedback',
    path: '/grants/{id}/draft-feedback',
    summary: 'How a draft is shared and what officers said of it: for its group, and for staff who are shown it',
    roles: 'any',
    response: draftFeedbackAnswer,
    example: draftFeedbackExample,
    handle: async ({ db, params, ...asker }) => {
      const draft = await findSharedDraft(db, asker, params['id'] ?? '');
      if (draft === undefined) return undefined;
      const { sharedAt, feedbackBy, comments } = draft;
      return { sharedAt, feedbackBy, comments };
    },
  }),
  readRoute({
    operationId: 'getRefundAccount',
    path: '/grants/{id}/refund-account',
    summary:
      'The account into which a group pays back what it did not use; null unless some of it is due, and an account is set',
    roles: 'any',
    response: refundAccountAnswer,
    refusals: ['REFUND_ACCOUNT_UNREADABLE'],
    example: {
      account: { accountName: 'Croydon Voluntary Action', sortCode: '089999', accountNumber: '66374958' },
    },
    handle: async ({ db, open, params, ...asker }) => {
      const account = await refundAccountOf({ db, open }, asker, params['id'] ?? '');
      if (account === 'unreadable') throw new ReadRefused(refuse('REFUND_ACCOUNT_UNREADABLE'));
      return account === undefined ? undefined : { account };
    },
  }),
] as const;
