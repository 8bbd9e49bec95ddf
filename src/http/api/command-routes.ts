import type { CommandRoute } from './command-route';
import { applicationRoutes } from './applications';
import { confirmationRoutes } from './confirmations';
import { conversationRoutes } from './conversation';
import { draftFeedbackRoutes } from './draft-feedback';
import { directoryRoutes } from './directory';
import { fundRoutes } from './funds';
import { grantRoutes } from './grants';
import { instalmentRoutes } from './instalments';
import { meetingRoutes } from './meetings';
import { organisationRoutes } from './organisation';
import { partyRoutes } from './parties';
import { paymentRunRoutes } from './payment-runs';
import { peopleRoutes } from './people';
import { potRoutes } from './pots';
import { purchaseRoutes } from './purchases';
import { roundRoutes } from './rounds';

/** Every command over HTTP. */
export const commandRoutes: readonly CommandRoute[] = [
  ...fundRoutes,
  ...instalmentRoutes,
  ...potRoutes,
  ...peopleRoutes,
  ...organisationRoutes,
  ...partyRoutes,
  ...directoryRoutes,
  ...meetingRoutes,
  ...roundRoutes,
  ...applicationRoutes,
  ...grantRoutes,
  ...conversationRoutes,
  ...draftFeedbackRoutes,
  ...confirmationRoutes,
  ...paymentRunRoutes,
  ...purchaseRoutes,
];
