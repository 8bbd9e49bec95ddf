import { Router } from 'express';
import { listMail, readMail } from '../../delivery/mail';
import { pageOf } from './page';

/** What is there in demonstration mode only: the mail that would have been sent. */
export function createDevelopmentPages(mailDirectory: string): Router {
  const router = Router();
  router.get('/mail', async (_request, response) => {
    const mails = await listMail(mailDirectory);
    response.send(pageOf('mail-list.njk', { title: 'Mail that would have been sent', mails }));
  });
  router.get('/mail/:name', async (request, response, next) => {
    const mail = await readMail(mailDirectory, request.params.name);
    if (mail === undefined) next();
    else response.send(pageOf('mail.njk', { title: mail.subject, mail }));
  });
  return router;
}
