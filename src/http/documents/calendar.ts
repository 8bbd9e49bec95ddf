import { Router } from 'express';
import type { Database } from '../../../db/client';
import { findPublishedRound } from '../../../db/queries/pots/published-round';
import { isId } from '../../contracts/ids';
import { roundCalendar } from '../../documents/calendar-file';
import { Download, sendDownload } from '../download';
import { asOperation } from '../noted';
import { doorProblem } from '../problems';
import { potAddress } from '../pot-address';
import { sendProblem } from '../send-problem';

/** For anybody, at `/calendar/rounds/{id}.ics`: the dates of a round that takes applications or is planned, for one's own calendar. */
export function createCalendarFiles(db: Database, publicUrl: string): Router {
  const router = Router();
  router.get('/rounds/:id.ics', asOperation('/calendar/rounds'), async (request, response) => {
    const id = String(request.params['id']);
    const round = isId(id) ? await findPublishedRound(db, id) : undefined;
    if (round === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    const url = `${publicUrl}${potAddress(round.slug, round.potId)}`;
    const calendar = roundCalendar({ ...round, round: round.name, url });
    sendDownload(response, new Download('deadline.ics', 'text/calendar; charset=utf-8', Buffer.from(calendar)));
  });
  return router;
}
