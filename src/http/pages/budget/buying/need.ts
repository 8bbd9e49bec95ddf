import { listBudgets, type Budget } from '../../../../../db/queries/money/budgets';
import { clientReferenceRefusal, normaliseClientReference } from '../../../../domain/purchases/purchase-budget';
import { needKinds, type NeedKind } from '../../../../domain/purchases/services';
import { needWords } from '../../directory/need-words';
import type { Fields } from '../../form/field';
import { definePage, type Acted, type PageContext } from '../../frame/page';
import { sum } from '../../frame/sum';
import { budgetWords as words } from '../words';
import { missing, problemOf, text } from './answers';
import { openOnes } from './budget';
import { keepBuying, readBuying, type Buying } from './said-so-far';

interface Need {
  readonly budgets: readonly Budget[];
  readonly said: Buying | undefined;
}

/** Step 1: what is needed, where, for whom. */
export const needPage = definePage<Need>({
  address: '/budget/buy',
  for: ['budget_holder'],
  words,
  load: async (context) => ({
    budgets: openOnes(await listBudgets(context.parts.reading.db, context.asker)),
    said: readBuying(context),
  }),
  show: ({ budgets: [first, ...more] }) =>
    first === undefined
      ? { goTo: '/budget' }
      : {
          template: 'budget/need.njk',
          title: words.need.title,
          left: more.length === 0 ? sum(first.leftPence) : '',
          back: { to: '/budget', words: words.home.title },
        },
  forms: {
    need: {
      fields: ({ budgets }): Fields => ({
        ...(budgets.length > 1
          ? {
              budget: {
                kind: 'choice',
                at: '/grantId',
                label: words.need.budget,
                options: budgets.map(({ grantId, reference, leftPence }) => ({
                  value: grantId,
                  words: words.need.budgetOption(reference ?? '', sum(leftPence)),
                })),
              },
            }
          : {}),
        need: {
          kind: 'choice',
          at: '/need',
          label: words.need.need,
          missing: words.need.missingNeed,
          asList: true,
          options: needKinds.map((value) => ({ value, words: needWords[value] })),
        },
        area: { kind: 'text', at: '/area', label: words.need.area, hint: words.need.areaHint, width: 20 },
        reference: {
          kind: 'text',
          at: '/clientReference',
          label: words.need.reference,
          hint: words.need.referenceHint,
          missing: words.need.missingReference,
          width: 10,
        },
      }),
      initial: ({ budgets, said }) => said ?? { grantId: budgets[0]?.grantId },
      act: ({ body }, { budgets }, context) => Promise.resolve(afterNeed(body, budgets, context)),
    },
  },
});

function afterNeed(body: Readonly<Record<string, unknown>>, budgets: readonly Budget[], context: PageContext): Acted {
  const grantId = budgets.length > 1 ? text(body['grantId']) : (budgets[0]?.grantId ?? '');
  const [need, area, reference] = [text(body['need']), text(body['area']).slice(0, 100), text(body['clientReference'])];
  const refused = reference === '' ? undefined : clientReferenceRefusal(reference);
  const problems = [
    ...missing('/grantId', grantId === ''),
    ...missing('/need', need === ''),
    ...missing('/clientReference', reference === ''),
    ...(refused === undefined ? [] : [problemOf(refused)]),
  ];
  if (problems.length > 0) return { problems };
  keepBuying(context, {
    grantId,
    need: need as NeedKind,
    ...(area === '' ? {} : { area }),
    clientReference: normaliseClientReference(reference),
  });
  return { goTo: '/budget/buy/provider' };
}
