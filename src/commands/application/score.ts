import { defineCommand } from '../apply/definition';
import { assessor } from './assessor';

/** What a panel member makes of one side of an application, before the meeting; never required. */
export interface ScoreBody {
  /** A short key, such as `need` or `value_for_money`. */
  readonly criterion: string;
  /** From 0 to 5. */
  readonly score: number;
}

/** Scores one criterion, in place of what the member gave before. @refusal SAME_PERSON, CONNECTED_PERSON */
export const score = defineCommand<ScoreBody, 'grant'>('grant', 'score', async (c) => {
  const { personId, refusal } = await assessor(c);
  if (refusal !== undefined) return refusal;
  const { criterion, score: given } = c.body;
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
