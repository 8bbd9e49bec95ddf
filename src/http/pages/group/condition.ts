import type { FileListed } from '../../../../db/queries/files';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { isOpenForFiles } from '../../../domain/files/files';
import { refuse } from '../../../domain/refusals/refusal';
import { fileForms } from '../files/forms';
import { filesOf, filesView } from '../files/view';
import { firstWords } from '../frame/first-words';
import { definePage } from '../frame/page';
import { backToGrant } from './back';
import { loadGrant, type GroupGrant } from './grant-data';
import { conditionTag } from './views';
import { groupWords as words } from './words';

interface WithCondition extends GroupGrant {
  readonly condition: GroupGrant['conditions'][number];
  readonly files: readonly FileListed[];
}

/** Whether what shows that a condition is met can still be sent. */
const isOpen = ({ stage, condition }: WithCondition): boolean =>
  isOpenForFiles('condition', {
    stage,
    conditionState: condition.state,
    hasOpenQuestion: false,
    reportState: null,
    purchaseState: null,
  });

/** One condition: what is needed by when, and the files that show it. */
export const conditionPage = definePage<WithCondition>({
  address: '/grants/:id/conditions/:condition',
  for: ['applicant', 'budget_holder'],
  words,
  load: async (context) => {
    const of = { grantId: context.params['id'] ?? '' };
    const [grant, files] = await Promise.all([loadGrant(context), filesOf(of, context)]);
    const condition = grant?.conditions.find(({ id }) => id === context.params['condition']);
    if (grant === undefined || condition === undefined) return undefined;
    return { ...grant, condition, files: files.filter(({ about }) => about === condition.id) };
  },
  show: (data, { asker }) => {
    const { condition, files } = data;
    const wording = condition.wording ?? '';
    const heading = firstWords(wording);
    return {
      template: 'group/condition.njk',
      title: words.condition.title(condition.number, heading),
      caption: words.grant.caption(data.reference ?? '', data.pot.name),
      back: backToGrant(data),
      id: data.id,
      // What the heading says in full is not said again.
      wording: heading === wording ? '' : wording,
      tagNow: conditionTag(condition.state),
      by:
        condition.dueAt === null || condition.state !== 'open'
          ? undefined
          : words.grant.conditionBy(instantInWords(condition.dueAt as Instant)),
      isOpen: isOpen(data),
      files: filesView(files, asker),
    };
  },
  forms: fileForms<WithCondition>({
    of: ({ id }) => ({ grantId: id }),
    said: ({ condition }) => ({ purpose: 'condition', about: condition.id }),
    refusal: (data) => (isOpen(data) ? undefined : refuse('FILE_NOT_WANTED_NOW')),
    done: ({ id, condition }) => `/grants/${id}/conditions/${condition.id}`,
  }),
});
