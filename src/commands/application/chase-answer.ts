import { defineCommand } from '../apply/definition';
import { tellGroup, tellOwner } from './tell';

/** Which question is late, from the engine. */
interface ChaseAnswerBody {
  readonly about?: string;
}

/** The group has not answered a question in time: it is reminded, and the owner told. */
export const chaseAnswer = defineCommand<ChaseAnswerBody, 'grant'>('grant', 'chaseAnswer', async (c) => ({
  event: { after: { questionId: c.body.about ?? null } },
  mails: [...(await tellGroup(c, 'answer-overdue')), ...tellOwner(c, 'answer-chased')],
}));
