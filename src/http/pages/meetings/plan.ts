import { listPots } from '../../../../db/queries/pots/pots';
import { rolesReaching } from '../../../domain/lives/roles';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { minuteTakers } from './minute-taker';
import { whenAndWhereFields, withInstant } from './when-and-where';
import { meetingWords } from './words';

const words = meetingWords.plan;
const potsAtMost = 200;

/** Plans a meeting of a pot's panel. */
export const planMeetingPage = definePage({
  address: '/meetings/plan',
  for: minuteTakers,
  words: meetingWords,
  load: async ({ parts, asker }) => {
    const { items } = await listPots(parts.reading.db, asker, { state: 'open' }, { limit: potsAtMost });
    const plans = (potId: string) =>
      rolesReaching(asker.roles, { potId, parties: {} }).some(({ name }) => minuteTakers.includes(name));
    return items.filter(({ id }) => plans(id)).map(({ id, name }) => ({ id, name }));
  },
  show: (pots) => ({
    template: 'meetings/plan.njk',
    title: words.title,
    back: { to: '/meetings', words: meetingWords.list.title },
    pots,
  }),
  forms: {
    plan: commandForm<readonly { readonly id: string; readonly name: string }[]>({
      command: 'planMeeting',
      fields: (pots) => ({
        pot: {
          kind: 'choice',
          at: '/potId',
          label: words.pot,
          options: pots.map(({ id, name }) => ({ value: id, words: name })),
          ...(pots.length > 6 ? { asList: true as const } : {}),
        },
        ...whenAndWhereFields(),
      }),
      initial: (pots) => ({ potId: pots.length === 1 ? pots[0]?.id : undefined, time: '18:00', online: false }),
      body: withInstant,
      done: ({ subjectId }) => saying(`/meetings/${subjectId}`, 'planned'),
    }),
  },
});
