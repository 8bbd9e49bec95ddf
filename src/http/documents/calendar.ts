import { Router } from 'express';
import type { Database } from '../../../db/client';
import { findOpenRound } from '../../../db/queries/pots/open-round';
import { isId } from '../../contracts/ids';
import { deadlineCalendar } from '../../documents/calendar-file';
import { Download, sendDownload } from '../download';
import { asOperation } from '../noted';
import { doorProblem } from '../problems';
import { potAddress } from '../pot-address';
import { sendProblem } from '../send-problem';

/** For anybody, at `/calendar/rounds/{id}.ics`: the deadline of a round that takes applications, for one's own calendar. */
export function createCalendarFiles(db: Database, publicUrl: string): Router {
  const router = Router();
  router.get('/rounds/:id.ics', asOperation('/calendar/rounds'), async (request, response) => {
    const id = String(request.params['id']);
    const round = isId(id) ? await findOpenRound(db, id) : undefined;
    if (round === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    const url = `${publicUrl}${potAddress(round.slug, round.potId)}`;
    const calendar = deadlineCalendar({ ...round, round: round.name, url });
    sendDownload(response, new Download('deadline.ics', 'text/calendar; charset=utf-8', Buffer.from(calendar)));
  });
  return router;
}
