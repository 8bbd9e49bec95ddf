import type { ReadRoute } from '../read-route';
import { grantReads } from './grants';
import { fundReads, ledgerReads, paymentReads, purchaseReads } from './money';
import { engineReads, partyReads, peopleReads, timelineReads } from './people';
import { meetingReads, potReads, roundReads } from './pots';

/** Every read over HTTP. */
export const readRoutes: readonly ReadRoute[] = [
  ...grantReads,
  ...fundReads,
  ...potReads,
  ...roundReads,
  ...meetingReads,
  ...paymentReads,
  ...purchaseReads,
  ...ledgerReads,
  ...partyReads,
  ...peopleReads,
  ...timelineReads,
  ...engineReads,
];
