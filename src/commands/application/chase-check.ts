import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import { handsOf, toldThatLate } from './who-takes-up';

/** Nobody has checked the application in time: its owner is told, and everybody else who may take it up. */
export const chaseCheck = defineCommand('grant', 'chaseCheck', async (c) => {
  const { tx, tenantId, subjectId, row } = c;
  const told = toldThatLate(row.owner_id, await handsOf(tx, tenantId, { grantId: subjectId, potId: row.pot_id }));
  return {
    event: { audience: 'staff', after: { ownerId: row.owner_id } },
    mails: mailTo(told, 'check-overdue', { reference: row.reference, told: told.length }),
  };
});
