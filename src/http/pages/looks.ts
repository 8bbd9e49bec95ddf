import { Router, type Response } from 'express';
import type { Database } from '../../../db/client';
import { findLogo } from '../../../db/queries/look';
import { isId } from '../../contracts/ids';
import { isDarkEnough } from '../../domain/organisation/colour';
import { asOperation } from '../noted';
import { doorProblem } from '../problems';
import { sendProblem } from '../send-problem';

/** What never changes at its address. */
const forEver = (response: Response): Response => response.set('Cache-Control', 'public, max-age=31536000, immutable');

/**
 * Colours and logos of organisations, for anybody: pages may hold no styles of their own, so a colour comes as a style sheet. Nothing is
 * looked up for it, and a colour on which white words could not be read is nobody's.
 */
export function createLooks(db: Database): Router {
  const router = Router();
  router.get('/:colour.css', asOperation('/looks/colour'), (request, response) => {
    const colour = `#${String(request.params['colour'])}`;
    if (!/^#[0-9a-f]{6}$/.test(colour) || !isDarkEnough(colour)) return sendProblem(response, doorProblem('NOT_FOUND'));
    forEver(response).type('text/css').send(`:root{--gp-brand:${colour}}\n`);
  });
  router.get('/:organisation/:logo.png', asOperation('/looks/logo'), async (request, response) => {
    const { organisation = '', logo = '' } = request.params as Readonly<Record<string, string>>;
    const found = isId(organisation) && isId(logo) ? await findLogo(db, organisation, logo) : undefined;
    if (found === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    forEver(response).set('Content-Security-Policy', "default-src 'none'; sandbox").type('image/png').send(found);
  });
  return router;
}
