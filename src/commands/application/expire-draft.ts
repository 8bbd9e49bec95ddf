import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';

/** Gives up a draft that nobody touched for as long as the policy says, and erases what was written and the files with it. */
export const expireDraft = defineCommand('grant', 'expireDraft', async (c) => ({
  to: 'expired',
  writes: [
    c.tx
      .deleteFrom('application_content')
      .where('tenant_id', '=', c.tenantId)
      .where('application_id', '=', c.subjectId)
      .compile(),
    c.tx
      .deleteFrom('file_content')
      .where('tenant_id', '=', c.tenantId)
      .where('file_id', 'in', (query) =>
        query.selectFrom('file').select('id').where('tenant_id', '=', c.tenantId).where('grant_id', '=', c.subjectId),
      )
      .compile(),
    c.tx
      .updateTable('file')
      .set({ removed_at: c.at })
      .where('tenant_id', '=', c.tenantId)
      .where('grant_id', '=', c.subjectId)
      .where('removed_at', 'is', null)
      .compile(),
  ],
  mails: mailTo(await groupOf(c), 'draft-expired'),
}));
