import { v7 as newId } from 'uuid';
import { sideOf } from '../../domain/messages/conversation';
import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import { actorOf, mailTo } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';

/** What one side writes to the other. */
export interface SendMessageBody {
  readonly text: string;
}

/**
 * Writes in the grant's one thread, at any time from its submission on, also when it is over. The other side gets a mail that says so, without
 * the words. Who writes has read what the other side wrote before; staff have then also
 * looked at what the group sent for its conditions.
 */
export const sendMessage = defineCommand<SendMessageBody, 'grant'>('grant', 'sendMessage', async (c) => {
  const { tx, tenantId, subjectId, row, at, body, commandId } = c;
  const senderId = actorOf(c);
  const messageId = newId();
  const side = sideOf(c.roles.map(({ name }) => name));
  const toGroup = async () => (await groupOf(c)).filter((personId) => personId !== senderId);
  return {
    final: row.final,
    writes: [
      tx
        .insertInto('message')
        .values({
          tenant_id: tenantId,
          id: messageId,
          grant_id: subjectId,
          from_side: side,
          sent_by: senderId,
          sent_at: at,
          command_id: commandId,
        })
        .compile(),
      tx.insertInto('message_text').values({ tenant_id: tenantId, message_id: messageId, text: body.text }).compile(),
      tx
        .updateTable('message')
        .set({ read_at: at })
        .where('tenant_id', '=', tenantId)
        .where('grant_id', '=', subjectId)
        .where('from_side', '<>', side)
        .where('read_at', 'is', null)
        .compile(),
      ...(side === 'group'
        ? []
        : [
            tx
              .updateTable('condition')
              .set({ evidence_at: null })
              .where('tenant_id', '=', tenantId)
              .where('grant_id', '=', subjectId)
              .where('evidence_at', 'is not', null)
              .compile(),
          ]),
    ],
    event: { after: { messageId, from: side } },
    mails:
      side === 'group'
        ? tellOwner(c, 'message-for-staff')
        : mailTo(await toGroup(), 'message-for-group', { reference: row.reference }),
    result: { messageId },
  };
});
