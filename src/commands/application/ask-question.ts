import { v7 as newId } from 'uuid';
import { answerDeadline } from '../../domain/application/application-deadlines';
import { arm } from '../../domain/calendar/deadlines';
import { asked } from '../../domain/award/pauses';
import { defineCommand } from '../apply/definition';
import { tellGroup } from './tell';
import { actorOf, policyOf, standingStill } from '../grant/grant-context';

/** A question back to the group. */
export interface AskQuestionBody {
  readonly question: string;
}

/** Asks the group something. Until every question is answered, the clocks of checking and deciding stand still. */
export const askQuestion = defineCommand<AskQuestionBody, 'grant'>('grant', 'askQuestion', async (c) => {
  const { tx, tenantId, subjectId, at, body } = c;
  const questionId = newId();
  const clocks = standingStill(c);
  const answer = answerDeadline(questionId, policyOf(c), clocks, at);
  return {
    set: { paused_since: asked(clocks, at) },
    deadlines: arm(c.deadlines, answer),
    writes: [
      tx
        .insertInto('question')
        .values({
          tenant_id: tenantId,
          id: questionId,
          application_id: subjectId,
          asked_by: actorOf(c),
          asked_at: at,
          question: body.question,
        })
        .compile(),
    ],
    event: { after: { questionId, answerBy: answer.at } },
    mails: await tellGroup(c, 'question-asked', { questionId, answerBy: answer.at }),
    result: { questionId, answerBy: answer.at },
  };
});
