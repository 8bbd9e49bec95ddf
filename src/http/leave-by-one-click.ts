import { Router } from 'express';
import { leaveAnnouncements } from '../commands/announcements/subscribe';
import { readLinkToken } from '../contracts/link-token';
import { asOperation } from './noted';
import type { CommandDoor } from './perform-command';

/**
 * What mail programs post to when somebody presses their "unsubscribe" (RFC 8058): no cookie, no page, no question, and the same answer whatever the
 * link is. People who open the link in the mail's text come to a page at the same address, whose button posts with `by=page` and leads back to it.
 */
export function leaveByOneClick(door: Pick<CommandDoor, 'db' | 'preparing'>): Router {
  const router = Router();
  router.post('/announcements/:token/leave', asOperation('leaveByOneClick'), async (request, response) => {
    const subject = readLinkToken(
      door.preparing.isFingerprintOf,
      'announcements',
      String(request.params['token'] ?? ''),
    );
    if (subject !== undefined) await leaveAnnouncements(door.db, subject);
    response.set('Cache-Control', 'no-store');
    if (request.query['by'] === 'page') {
      response.redirect(303, `${request.path}?left=yes`);
      return;
    }
    response.type('text/plain').send('You will get no more of these mails.\n');
  });
  return router;
}
