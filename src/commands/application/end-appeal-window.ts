import { defineCommand } from '../apply/definition';

/** Nobody asked in time that a refusal is looked at again: it is final. */
export const endAppealWindow = defineCommand('grant', 'endAppealWindow', async () => ({ final: true }));
