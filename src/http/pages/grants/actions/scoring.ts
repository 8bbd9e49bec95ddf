import { readScoring, type Scoring } from '../../../../../db/queries/meetings/criteria';
import { isId } from '../../../../contracts/ids';
import { criterionInWords, type Criterion } from '../../../../domain/policy/policy';
import { switchedOffRefusal } from '../../../../domain/organisation/switches';
import { refusalByTable } from '../../frame/command-form';
import { saying, type Form, type Page, type PageContext } from '../../frame/page';
import { standingOf, type GrantData } from '../grant/data';
import { grantWords } from '../words';
import { grantActionPage } from './action-page';

const w = grantWords.act.score;

interface ToScore extends GrantData {
  readonly scoring: Scoring;
}

const marksTo = (top: number) =>
  Array.from({ length: top + 1 }, (_, mark) => ({ value: String(mark), words: w.mark(mark, top) }));

const fieldOf = (one: Criterion) =>
  [
    one.key,
    {
      kind: 'choice',
      at: `/${one.key}`,
      label: criterionInWords(one),
      missing: w.nothing,
      options: marksTo(one.topScore),
    },
  ] as const;

/** The item of the meeting from whose pack somebody came to score it; undefined for who came from the grant. */
function itemFrom({ query, params }: Pick<PageContext, 'query' | 'params'>): string | undefined {
  const meetingId = query['meeting'] ?? '';
  return isId(meetingId) ? `/meetings/${meetingId}/items/${params['id'] ?? ''}` : undefined;
}

/** One command for each criterion that was marked, and not so before. */
const giveScores: Form<ToScore> = {
  fields: ({ scoring }) => Object.fromEntries(scoring.criteria.map(fieldOf)),
  initial: ({ scoring }) =>
    Object.fromEntries(Object.entries(scoring.given).map(([criterion, mark]) => [criterion, String(mark)])),
  refusal: (data, context) => refusalByTable('score', standingOf(data), context),
  act: async ({ body, key }, { grant, scoring: { criteria, given } }, context) => {
    const marked = criteria.flatMap((one) => {
      const mark = body[one.key];
      return mark === undefined ? [] : [{ criterion: one.key, score: Number(mark) }];
    });
    if (marked.length === 0) {
      const pointer = `/${criteria[0]?.key ?? ''}`;
      return { problems: [{ pointer, code: 'SCORES_UNANSWERED', detail: w.nothing }] };
    }
    for (const body of marked.filter(({ criterion, score }) => given[criterion] !== score)) {
      const performed = await context.perform('score', {
        subjectId: grant.id,
        idempotencyKey: `${key}:${body.criterion}`,
        body,
      });
      if (performed.problem !== undefined) return { problem: performed.problem };
    }
    return { goTo: saying(itemFrom(context) ?? `/grants/${grant.id}`, 'scored') };
  },
};

/**
 * What a member of the panel makes of an application, all criteria at once; reached from the grant and from the meeting's pack. It is there
 * once the organisation scores online.
 */
export const scoringPage: Page = grantActionPage<ToScore>({
  page: 'score',
  for: ['panel_member'],
  more: async ({ grant, found }, { parts, asker }) =>
    switchedOffRefusal('score', found.switchedOn) === undefined
      ? { scoring: await readScoring(parts.reading.db, asker, grant.id) }
      : undefined,
  show: (_data, context) => {
    const item = itemFrom(context);
    return {
      title: w.title,
      lead: w.lead,
      blocks: [{ form: 'giveScores', button: w.button }],
      keepsQuery: true,
      ...(item === undefined ? {} : { back: { to: item, words: w.back } }),
    };
  },
  forms: { giveScores },
});
