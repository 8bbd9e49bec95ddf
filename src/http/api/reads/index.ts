import type { ReadRoute } from '../read-route';
import { policyDraftReads } from '../policy-drafts';
import { reportDraftReads } from '../report-drafts';
import { savedViewReads } from '../saved-views';
import { conversationReads } from './conversation';
import { directoryReads } from './directory';
import { documentReads } from './documents';
import { engineReads } from './engine';
import { figureReads } from './figures';
import { fileReads } from './files';
import { fundReads } from './funds';
import { grantReads } from './grants';
import { ledgerReads } from './ledger';
import { meetingReads } from './meetings';
import { organisationReads } from './organisation';
import { partyReads } from './parties';
import { paymentReads } from './payments';
import { peopleReads } from './people';
import { potReads } from './pots';
import { purchaseReads } from './purchases';
import { roundReads } from './rounds';
import { timelineReads } from './timelines';
import { workReads } from './work';

/** Every read over HTTP. */
export const readRoutes: readonly ReadRoute[] = [
  ...documentReads,
  ...fileReads,
  ...grantReads,
  ...policyDraftReads,
  ...reportDraftReads,
  ...conversationReads,
  ...fundReads,
  ...potReads,
  ...roundReads,
  ...meetingReads,
  ...paymentReads,
  ...purchaseReads,
  ...figureReads,
  ...ledgerReads,
  ...organisationReads,
  ...partyReads,
  ...directoryReads,
  ...peopleReads,
  ...timelineReads,
  ...engineReads,
  ...workReads,
  ...savedViewReads,
];
