import { disarm } from '../../domain/calendar/deadlines';
import { answered } from '../../domain/award/pauses';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { actorOf, standingStill } from '../grant/grant-context';
import { tellOwner } from './tell';
import { questionsOf } from './read-questions';

/** The group's answer to one question. */
export interface AnswerQuestionBody {
  readonly questionId: string;
  readonly answer: string;
}

/**
 * Answers a question. With the last one the clocks of checking and deciding go on, later by as long as they stood still.
 * @refusal QUESTION_UNKNOWN, QUESTION_ANSWERED
 */
export const answerQuestion = defineCommand<AnswerQuestionBody, 'grant'>('grant', 'answerQuestion', async (c) => {
  const { tx, tenantId, subjectId, at, body } = c;
  const questions = await questionsOf(tx, tenantId, subjectId);
  const question = questions.find(({ id }) => id === body.questionId);
  if (question === undefined) return refuse('QUESTION_UNKNOWN', { field: '/questionId' });
  if (question.answeredAt !== null) return refuse('QUESTION_ANSWERED', { field: '/questionId' });

  const others = questions.filter(({ id, answeredAt }) => answeredAt === null && id !== question.id);
  const waiting = disarm(c.deadlines, 'answer', question.id);
  const clocks = standingStill(c);
  const clockwork =
    others.length > 0 ? { deadlines: waiting, pausedSince: clocks.pausedSince } : answered(waiting, clocks, at);
  return {
    set: { paused_since: clockwork.pausedSince },
    deadlines: clockwork.deadlines,
    writes: [
      tx
        .updateTable('question')
        .set({ answer: body.answer, answered_at: at, answered_by: actorOf(c) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', question.id)
        .compile(),
    ],
    event: { after: { questionId: question.id, stillOpen: others.length } },
    mails: tellOwner(c, 'question-answered', { questionId: question.id }),
  };
});
