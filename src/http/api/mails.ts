import { z } from 'zod';
import { resendMail } from '../../commands/mails/resend-mail';
import { nothing } from '../schemas/fields';
import { at } from '../schemas/reads/common';
import { plainOperation, type PlainOperation } from './plain-operation';

const again = z
  .strictObject({ nextAttemptAt: at })
  .meta({ id: 'MailTriedAgain', example: { nextAttemptAt: '2026-11-05T09:00:00.000Z' } });

/** What is done about mails that did not leave. */
export const mailOperations: readonly PlainOperation[] = [
  plainOperation({
    operationId: 'resendMail',
    method: 'put',
    path: '/mails/{id}/again',
    tag: 'operations',
    summary: 'Have a mail that was given up tried again',
    roles: ['administrator', 'fund_manager'],
    body: nothing,
    example: {},
    response: again,
    refusals: ['NOT_YOURS_TO_DO', 'MAIL_NOT_GIVEN_UP'],
    handle: ({ door, bearer, id }) => resendMail(door.db, bearer, id),
  }),
];
