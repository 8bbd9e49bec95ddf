import { defineCommand } from '../apply/definition';
import { chaseOwner } from './tell';

/** Nobody has checked the application in time: its owner is told. */
export const chaseCheck = defineCommand('grant', 'chaseCheck', async (c) => chaseOwner(c, 'check-overdue'));
