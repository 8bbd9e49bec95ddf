import { criteriaIn } from '../../../db/queries/meetings/criteria';
import { refuse } from '../../domain/refusals/refusal';
import { switchedOffRefusal } from '../../domain/organisation/switches';
import { defineCommand } from '../apply/definition';
import { assessor } from './assessor';

/** What a panel member makes of one side of an application, before the meeting; never required. */
export interface ScoreBody {
  /** The key of one of the criteria of its pot when the application was sent, such as `need`. */
  readonly criterion: string;
  /** From 0 to the criterion's top score. */
  readonly score: number;
}

/** Scores one criterion, in place of what the member gave before. @refusal SWITCHED_OFF, SAME_PERSON, CONNECTED_PERSON, LEFT_FOR_ITEM, CRITERION_UNKNOWN, SCORE_OVER_TOP */
export const score = defineCommand<ScoreBody, 'grant'>('grant', 'score', async (c) => {
  const { criterion, score: given } = c.body;
  const [{ personId, refusal }, { criteria, switchedOn }] = await Promise.all([
    assessor(c),
    criteriaIn(c.tx, c.tenantId, c.subjectId),
  ]);
  const refused = switchedOffRefusal('score', switchedOn) ?? refusal;
  if (refused !== undefined) return refused;
  const asked = criteria.find(({ key }) => key === criterion);
  if (asked === undefined) return refuse('CRITERION_UNKNOWN', { field: '/criterion' });
  if (given > asked.topScore) return refuse('SCORE_OVER_TOP', { field: '/score', facts: { topScore: asked.topScore } });
  return {
    writes: [
      c.tx
        .insertInto('score')
        .values({
          tenant_id: c.tenantId,
          application_id: c.subjectId,
          person_id: personId,
          criterion,
          score: given,
          at: c.at,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'application_id', 'person_id', 'criterion'])
            .doUpdateSet({ score: given, at: c.at }),
        )
        .compile(),
    ],
    event: { audience: 'staff', after: { criterion, score: given } },
    duties: [{ duty: 'assessed', personId }],
  };
});
