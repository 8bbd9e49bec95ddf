import { defineCommand } from '../apply/definition';
import { chaseOwner } from './tell';

/** The panel has not decided in time: the application's owner is told. */
export const chaseDecision = defineCommand('grant', 'chaseDecision', async (c) => chaseOwner(c, 'decision-overdue'));
