import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import { z } from 'zod';
import { listMail, readMail } from '../../delivery/mail';
import type { Demonstration } from '../parts';
import { lookingAsCookie } from './looking-as';
import { pageOf } from './page';

const demonstrated = z.object({
  people: z.array(
    z.object({ name: z.string(), roles: z.array(z.string()), organisation: z.string(), token: z.string() }),
  ),
});

/** What is there in demonstration mode only: whom to look as, and the mail that would have been sent. */
export function createDevelopmentPages({ dataDirectory, mailDirectory }: Demonstration): Router {
  const router = Router();
  const people = async () => {
    const text = await readFile(join(dataDirectory, 'demo.json'), 'utf8').catch(() => '{"people":[]}');
    return demonstrated.parse(JSON.parse(text)).people;
  };
  router.get('/people', async (_request, response) => {
    response.send(
      pageOf('people.njk', { title: 'Who do you want to look as?', demonstration: true, people: await people() }),
    );
  });
  router.post('/people/:place', async (request, response, next) => {
    const person = (await people())[Number(request.params.place)];
    if (person === undefined) {
      next();
      return;
    }
    response.cookie(lookingAsCookie, person.token, { httpOnly: true, sameSite: 'strict', path: '/' });
    response.redirect(303, '/');
  });
  router.get('/mail', async (_request, response) => {
    response.send(
      pageOf('mail-list.njk', {
        title: 'Mail that would have been sent',
        demonstration: true,
        mails: await listMail(mailDirectory),
      }),
    );
  });
  router.get('/mail/:name', async (request, response, next) => {
    const mail = await readMail(mailDirectory, request.params.name);
    if (mail === undefined) next();
    else response.send(pageOf('mail.njk', { title: mail.subject, demonstration: true, mail }));
  });
  return router;
}
