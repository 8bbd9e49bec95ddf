import { staffRoles } from '../../../../domain/lives/roles';
import type { FileListed } from '../../../../../db/queries/files';
import { isOpenForFiles, mayAddFile } from '../../../../domain/files/files';
import { refuse } from '../../../../domain/refusals/refusal';
import { fileForms } from '../../files/forms';
import { filesOf, filesView } from '../../files/view';
import type { Page } from '../../frame/page';
import { saying, type PageContext } from '../../frame/page';
import { firstWords } from '../../frame/first-words';
import { commandForm } from '../../frame/command-form';
import { seenOfGrant, standingOf, type GrantData } from '../grant/data';
import { conditionsView } from '../grant/show';
import { grantWords } from '../words';
import { grantActionPage } from './action-page';
import { reason } from './reason';

const w = grantWords.act;

const conditions = grantActionPage({
  page: 'conditions',
  for: staffRoles,
  template: 'conditions.njk',
  show: (data) => ({
    title: w.conditions.title,
    lead: data.grant.conditions.length === 0 ? w.conditions.empty : w.conditions.lead,
    conditions: conditionsView(data),
    blocks: [],
  }),
  forms: {},
});

type WithCondition = GrantData & {
  readonly condition: GrantData['grant']['conditions'][number];
  /** What shows that it is met: from the group, and what staff keep of what came by post. */
  readonly files: readonly FileListed[];
};

/** Whether whoever looks may keep a paper that came by post, and the condition still waits for one. */
const takesFile = ({ grant, condition: { state } }: WithCondition, { asker }: Pick<PageContext, 'asker'>): boolean =>
  mayAddFile(
    asker.roles,
    {
      potId: grant.pot.id,
      partyId: grant.party.id,
      providerId: null,
      stage: grant.stage,
      helpedBy: null,
      sharedAt: null,
    },
    'condition',
  ) &&
  isOpenForFiles('condition', {
    stage: grant.stage,
    conditionState: state,
    hasOpenQuestion: false,
    reportState: null,
    purchaseState: null,
  });

/** A condition's form: offered while there is something to settle, and to who may. */
const conditionForm = (command: 'meetCondition' | 'waiveCondition', done: 'met' | 'waived') =>
  commandForm<WithCondition>({
    command,
    fields: command === 'meetCondition' ? {} : { reason: reason(w.conditions.reason) },
    body: (body, { condition }) => ({ ...body, conditionId: condition.id }),
    standing: standingOf,
    seen: seenOfGrant,
    done: (_done, { params }) => saying(`/grants/${params['id'] ?? ''}`, done),
  });

const condition = grantActionPage<WithCondition>({
  page: 'conditions/:condition',
  for: staffRoles,
  template: 'condition.njk',
  more: async ({ grant }, context) => {
    const found = grant.conditions.find(({ id }) => id === context.params['condition']);
    if (found === undefined) return undefined;
    const files = await filesOf({ grantId: grant.id }, context);
    return { condition: found, files: files.filter(({ about }) => about === found.id) };
  },
  show: (data, { asker }) => {
    const { condition: one } = data;
    const isOpen = one.state === 'open';
    const isUnmet = isOpen || one.state === 'failed';
    return {
      title: w.conditions.title1(one.number, firstWords(one.wording ?? '')),
      lead: firstWords(one.wording ?? '') === one.wording ? '' : (one.wording ?? ''),
      about: conditionsView({ grant: { ...data.grant, conditions: [one] } }),
      files: filesView(data.files.filter(({ uploadedBy }) => uploadedBy?.id !== asker.personId)),
      ownFiles: filesView(
        data.files.filter(({ uploadedBy }) => uploadedBy?.id === asker.personId),
        asker,
      ),
      messages: isOpen ? `/grants/${data.grant.id}/messages` : undefined,
      blocks: [
        ...(isOpen ? [{ form: 'meetCondition', button: w.conditions.met, will: [w.conditions.metAbout] }] : []),
        ...(isUnmet
          ? [
              {
                form: 'waiveCondition',
                button: w.conditions.waive,
                heading: w.conditions.waive,
                warning: true as const,
              },
            ]
          : []),
      ],
    };
  },
  forms: {
    meetCondition: conditionForm('meetCondition', 'met'),
    waiveCondition: conditionForm('waiveCondition', 'waived'),
    ...fileForms<WithCondition>({
      of: ({ grant }) => ({ grantId: grant.id }),
      said: ({ condition: { id } }) => ({ purpose: 'condition', about: id }),
      refusal: (data, context) => (takesFile(data, context) ? undefined : refuse('FILE_NOT_WANTED_NOW')),
      done: ({ grant, condition: { id } }) => `/grants/${grant.id}/conditions/${id}`,
    }),
  },
});

/** What has to be shown before money is paid, or after. */
export const conditionPages: readonly Page[] = [conditions, condition];
