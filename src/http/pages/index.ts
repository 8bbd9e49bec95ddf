import { join } from 'node:path';
import express, { type Response, Router } from 'express';
import { findGrant } from '../../../db/queries/grant';
import { listGrants } from '../../../db/queries/grants';
import { readTimeline } from '../../../db/queries/timeline';
import { isId } from '../../contracts/ids';
import { answerGrant } from '../api/reads/grant-answer';
import type { AppParts } from '../parts';
import { authenticate, bearerOf } from '../authenticate';
import { asOperation } from '../noted';
import { pageOf } from './page';
import { grantView, grantsView } from './views';
import { lookingAs } from './looking-as';

const linesAPage = 25;
const eventsAPage = 100;

/** Pages for people: for now a list of grants, and one grant with its state, money and timeline. They read what the API reads. */
export function createPages({
  door,
  reading,
  demonstration,
}: Pick<AppParts, 'door' | 'reading' | 'demonstration'>): Router {
  const router = Router();
  router.use(
    '/assets',
    asOperation('/assets'),
    express.static(join(__dirname, 'assets'), { maxAge: '1h', index: false }),
  );
  const shared = { demonstration: demonstration !== undefined };
  const asking = { tokenOf: lookingAs, refuse: orElseWelcome(demonstration !== undefined) };
  router.get('/', asOperation('/'), authenticate(door.db, asking), async (request, response) => {
    const { tenantId, personId, roles } = bearerOf(request);
    const cursor = typeof request.query['cursor'] === 'string' ? request.query['cursor'] : undefined;
    const page = await listGrants(
      reading.db,
      { tenantId, personId, roles },
      {},
      { sort: 'newest', limit: linesAPage, cursor },
    );
    response.send(pageOf('grants.njk', { ...shared, title: 'Grants', ...grantsView(page) }));
  });
  router.get(
    '/grants/:id',
    asOperation('/grants/:id'),
    authenticate(door.db, asking),
    async (request, response, next) => {
      const id = String(request.params['id']);
      const { tenantId, personId, roles } = bearerOf(request);
      const asker = { tenantId, personId, roles };
      const found = isId(id) ? await findGrant(reading.db, asker, id) : undefined;
      const timeline =
        found === undefined
          ? undefined
          : await readTimeline(reading.db, asker, { type: 'grant', id }, { sort: 'newest', limit: eventsAPage });
      if (found === undefined || timeline === undefined) {
        next();
        return;
      }
      response.send(pageOf('grant.njk', { ...shared, ...grantView(answerGrant(found, roles), timeline.items) }));
    },
  );
  router.use((_request, response) => {
    response.status(404).send(pageOf('not-found.njk', { ...shared, title: 'We cannot find this page' }));
  });
  return router;
}

/** Who has not said who they are, or is no longer known, is told how to, in place of a bare refusal. */
const orElseWelcome =
  (isDemonstration: boolean) =>
  (response: Response): void => {
    if (isDemonstration) response.redirect('/dev/people');
    else response.status(401).send(pageOf('welcome.njk', { title: 'Grantpot' }));
  };
