import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';

/** Gives up a draft that nobody touched for as long as the policy says, and erases what was written. */
export const expireDraft = defineCommand('grant', 'expireDraft', async (c) => ({
  to: 'expired',
  writes: [
    c.tx
      .deleteFrom('application_content')
      .where('tenant_id', '=', c.tenantId)
      .where('application_id', '=', c.subjectId)
      .compile(),
  ],
  mails: mailTo(await groupOf(c), 'draft-expired'),
}));
