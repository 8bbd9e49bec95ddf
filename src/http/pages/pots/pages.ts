import { namedRowOf } from '../../../../db/queries/paging';
import { findPotSettings, readPotChoices, type PotSettings } from '../../../../db/queries/pots/pot-settings';
import { findPot, listPots } from '../../../../db/queries/pots/pots';
import { changePolicyDraft, dropPolicyDraft } from '../../../commands/pots/policy-draft';
import { isId } from '../../../contracts/ids';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { readingRoles, rolesReaching, staffRoles, type Scope } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { defaultPolicy, type Policy } from '../../../domain/policy/policy';
import { policyRefusals } from '../../../domain/policy/policy-refusals';
import { readAs } from '../../body';
import type { FieldProblem } from '../../problems';
import { policy as policySchema } from '../../schemas/policy';
import { commandForm } from '../frame/command-form';
import { nothingYet } from '../frame/nothing-yet';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { sum } from '../frame/sum';
import { peopleWords } from '../people/words';
import { changesBetween, rulesOf } from './changes';
import { filledFrom, isInSection, sections, withSection, type Section } from './sections';
import { letterPages } from './letters';
import { potLines, potView, versionOf } from './views';
import { potWords as words } from './words';

const linesAPage = 25;
const idOf = ({ params }: PageContext): string => params['id'] ?? '';
const scopeOf = (potId: string): Scope => ({ potId, parties: {} });
const isManager = ({ asker }: PageContext, potId: string): boolean =>
  rolesReaching(asker.roles, scopeOf(potId)).some(({ name }) => name === 'fund_manager');
const standing = ({ id, state }: PotSettings) => ({ state, scope: scopeOf(id) });
const settingsOf = (id: string): string => `/pots/${id}/settings`;

/** The rules of a pot, for those who may change them. */
async function loadSettings(context: PageContext): Promise<PotSettings | undefined> {
  const id = idOf(context);
  if (!isId(id) || !isManager(context, id)) return undefined;
  return findPotSettings(context.parts.reading.db, context.asker, id);
}

/** What the page of a part says besides its fields: whom new criteria do not touch, and who sits on the panel. */
function besides({ policy, draft, panel }: PotSettings, name: Section['name']) {
  const { quorum } = (draft ?? policy).decision;
  return {
    note: name === 'criteria' ? words.publish.sentBefore : undefined,
    panel: name === 'panel' ? panel : undefined,
    tooFew: name === 'panel' ? tooFew(panel.length, quorum) : undefined,
  };
}

const tooFew = (members: number, quorum: number): string | undefined =>
  members < quorum ? words.panel.tooFew(members, quorum) : undefined;

/** What is wrong with rules: their shape first, then what they say. Pointers are into the policy. */
function problemsOf(policy: unknown): readonly FieldProblem[] {
  const read = readAs(policySchema, policy);
  if ('errors' in read) return read.errors;
  return policyRefusals(read.data).map(({ field = '', code, detail }) => ({ pointer: field, code, detail }));
}

const potPage = definePage<NonNullable<Awaited<ReturnType<typeof findPot>>>>({
  address: '/pots/:id',
  for: readingRoles,
  words,
  load: async (context) =>
    isId(idOf(context)) ? findPot(context.parts.reading.db, context.asker, idOf(context)) : undefined,
  show: (pot, context) => ({
    template: 'pots/pot.njk',
    back: { to: '/pots', words: words.back },
    rules: `/pots/${pot.id}/rules`,
    settings: isManager(context, pot.id) ? settingsOf(pot.id) : '',
    ...potView(pot, { seesStaff: context.asker.roles.some(({ name }) => staffRoles.includes(name)) }),
  }),
});

/** The rules of a pot as they are published, for whoever may read the pot; who may change them does so elsewhere. */
const rulesPage = definePage<NonNullable<Awaited<ReturnType<typeof findPot>>>>({
  address: '/pots/:id/rules',
  for: readingRoles,
  words,
  load: async (context) =>
    isId(idOf(context)) ? findPot(context.parts.reading.db, context.asker, idOf(context)) : undefined,
  show: (pot, context) => ({
    template: 'pots/rules.njk',
    title: words.rules.title,
    caption: pot.name,
    back: { to: `/pots/${pot.id}`, words: pot.name },
    version: versionOf(pot),
    settings: isManager(context, pot.id) && pot.state === 'open' ? settingsOf(pot.id) : '',
    parts: rulesOf(pot.policy).map(({ name, rules }) => ({ title: words.sections[name], rules })),
  }),
});

interface Choices {
  readonly funds: readonly { readonly id: string; readonly name: string }[];
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

const createPage = definePage<Choices>({
  address: '/pots/new',
  for: ['fund_manager'],
  words,
  load: ({ parts, asker }) => readPotChoices(parts.reading.db, asker),
  show: ({ funds }) => ({
    template: 'pots/new.njk',
    title: words.create.title,
    noFund:
      funds.length === 0
        ? nothingYet({ roles: [] }, words.create.noFund, [
            { words: '', to: { href: '/money/new', words: words.create.openFund } },
          ])
        : undefined,
    back: { to: '/pots', words: words.back },
  }),
  forms: {
    open: commandForm<Choices>({
      command: 'openPot',
      fields: ({ funds, owners }) => {
        const c = words.create;
        const choice = (at: string, label: string, of: Choices['funds']) =>
          ({
            kind: 'choice',
            at,
            label,
            asList: true,
            options: of.map(({ id, name }) => ({ value: id, words: name })),
          }) as const;
        return {
          name: { kind: 'text', at: '/name', label: c.name, hint: c.nameHint },
          fund: choice('/fundId', c.fund, funds),
          prefix: { kind: 'text', at: '/referencePrefix', label: c.prefix, hint: c.prefixHint, width: 10 },
          owner: choice('/ownerId', c.owner, owners),
          budget: { kind: 'money', at: '/budgetPence', label: c.budget },
          kind: {
            kind: 'choice',
            at: '/kind',
            label: c.kind,
            options: [
              { value: 'groups', words: c.groups },
              { value: 'purchases', words: c.purchases },
            ],
          },
        };
      },
      initial: ({ funds }, { asker }) => ({
        kind: 'groups',
        ownerId: asker.personId,
        ...(funds.length === 1 ? { fundId: funds[0]?.id } : {}),
      }),
      body: ({ kind, ...body }) => ({
        ...body,
        policy: kind === 'purchases' ? defaultPolicy : { ...defaultPolicy, purchases: null },
      }),
      done: ({ subjectId }) => saying(settingsOf(subjectId), 'opened'),
    }),
  },
});

/** Whether anything still runs in a pot: until it is over, the pot is not closed. */
const isRunning = (running: PotSettings['running']): boolean => allOf(running) > 0;
const allOf = ({ grants, payments, rounds }: PotSettings['running']): number => grants + payments + rounds;

const settingsPage = definePage<PotSettings>({
  address: '/pots/:id/settings',
  for: ['fund_manager'],
  words,
  load: loadSettings,
  show: (pot) => {
    const { id, name, draft, policy, changedBy, changedAt, availablePence, fund, running, state } = pot;
    const changed = new Set(draft === null ? [] : changesBetween(policy, draft).map(({ section }) => section));
    const s = words.settings;
    const available = sum(availablePence);
    return {
      template: 'pots/settings.njk',
      title: s.title,
      caption: name,
      back: { to: `/pots/${id}`, words: name },
      isOpen: state === 'open',
      hasDraft: draft !== null,
      lead:
        draft === null
          ? s.noDraft
          : s.draft(changedBy ?? '', changedAt === null ? '' : instantInWords(changedAt as Instant)),
      sections: sections.map(({ name: part }) => ({
        href: `${settingsOf(id)}/${part}`,
        words: words.sections[part],
        isChanged: changed.has(part),
      })),
      publish: `${settingsOf(id)}/publish`,
      letters: `/pots/${id}/letters`,
      closeLead: isRunning(running) ? s.closeRunning(running) : s.closeLead(available, fund),
      closeVerb: s.closeVerb(available),
    };
  },
  forms: {
    drop: {
      fields: {},
      act: async (_sent, { id }, { parts, asker }) => {
        await dropPolicyDraft(parts.door.db, asker, id);
        return { goTo: saying(settingsOf(id), 'dropped') };
      },
    },
    add: commandForm<PotSettings>({
      command: 'addBudget',
      fields: {
        sum: { kind: 'money', at: '/amountPence', label: words.settings.sum },
        why: { kind: 'longText', at: '/reason', label: words.settings.reason, rows: 2 },
      },
      standing,
      done: (_done, context) => saying(`/pots/${idOf(context)}`, 'added'),
    }),
    close: commandForm<PotSettings>({
      command: 'closePot',
      fields: {},
      standing,
      refusal: ({ running }) =>
        isRunning(running) ? refuse('POT_HAS_RUNNING_GRANTS', { facts: { running: allOf(running) } }) : undefined,
      seen: {
        mark: ({ availablePence }) => String(availablePence),
        since: ({ availablePence }, mark) => (String(availablePence) === mark ? [] : [words.settings.otherSum]),
      },
      done: (_done, context) => saying(`/pots/${idOf(context)}`, 'closed'),
    }),
  },
});

interface InSection extends PotSettings {
  readonly section: Section;
}

const sectionPage = definePage<InSection>({
  address: '/pots/:id/settings/:section',
  for: ['fund_manager'],
  words,
  load: async (context) => {
    const section = sections.find(({ name }) => name === context.params['section']);
    const pot = section === undefined ? undefined : await loadSettings(context);
    return section === undefined || pot?.state !== 'open' ? undefined : { ...pot, section };
  },
  show: ({ section, ...pot }) => ({
    template: 'pots/section.njk',
    ...besides(pot, section.name),
    title: words.sections[section.name],
    caption: pot.name,
    back: { to: settingsOf(pot.id), words: words.settings.back },
  }),
  forms: {
    section: {
      fields: ({ section }) => section.fields,
      initial: ({ draft, policy, section }) => filledFrom(draft ?? policy, section),
      act: async ({ body }, { id, draft, policy, section }, { parts, asker }) => {
        const wrong = problemsOf(withSection(draft ?? policy, section, body)).filter(({ pointer }) =>
          isInSection(pointer, section),
        );
        if (wrong.length > 0) return { problems: wrong };
        const saved = await changePolicyDraft(
          parts.door.db,
          asker,
          id,
          (present) => withSection(present, section, body) as Policy,
        );
        return { goTo: saved === undefined ? settingsOf(id) : saying(settingsOf(id), 'saved') };
      },
    },
  },
});

/** Stands for a draft as it is now. */
const draftMark = ({ changedAt }: PotSettings): string => changedAt ?? 'none';

const publishPage = definePage<PotSettings>({
  address: '/pots/:id/settings/publish',
  for: ['fund_manager'],
  words,
  load: loadSettings,
  show: ({ id, name, policy, draft, affected, unaffected, panel }) => {
    const changes = draft === null ? [] : changesBetween(policy, draft);
    const wrong = draft === null ? [] : problemsOf(draft);
    return {
      template: 'pots/publish.njk',
      title: words.publish.title,
      caption: name,
      back: { to: settingsOf(id), words: words.settings.back },
      changes,
      sentBefore: changes.some(({ section }) => section === 'criteria') ? words.publish.sentBefore : undefined,
      tooFew: tooFew(panel.length, (draft ?? policy).decision.quorum),
      wrong: wrong.map(({ pointer, detail }) => ({
        detail,
        href: `${settingsOf(id)}/${sections.find((section) => isInSection(pointer, section))?.name ?? ''}`,
      })),
      affected: words.publish.affected(affected),
      unaffected: words.publish.unaffected(unaffected),
    };
  },
  forms: {
    publish: commandForm<PotSettings>({
      command: 'publishPolicy',
      fields: { why: { kind: 'longText', at: '/reason', label: words.publish.reason, rows: 2 } },
      standing,
      // What is published is what was shown: a colleague may be at another part of the rules.
      seen: {
        mark: draftMark,
        since: (pot, mark) => (draftMark(pot) === mark ? [] : [words.publish.changedMeanwhile]),
      },
      body: (body, { draft, policy }) => ({ ...body, policy: draft ?? policy }),
      done: (_done, context) => saying(`/pots/${idOf(context)}`, 'published'),
    }),
  },
});

/** The pages about pots: which there are, how each is, and its rules. */
export const potPages: readonly Page[] = [
  definePage({
    address: '/pots',
    for: readingRoles,
    words,
    load: ({ parts, asker, query }) => {
      const cursor = query['cursor'];
      const isPlace = cursor !== undefined && namedRowOf(cursor) !== undefined;
      return listPots(parts.reading.db, asker, {}, { limit: linesAPage, ...(isPlace ? { cursor } : {}) });
    },
    show: ({ items, next }, { asker }) => ({
      template: 'pots/list.njk',
      title: words.list.title,
      pots: potLines(items),
      next,
      canOpen: asker.roles.some(({ name, potId }) => name === 'fund_manager' && potId === null),
      empty: nothingYet(asker, words.list.empty, [
        { for: ['fund_manager'], words: words.list.emptyManager },
        {
          for: ['administrator'],
          words: words.list.emptyAdministrator,
          to: { href: '/people', words: peopleWords.list.title },
        },
        { words: words.list.emptyOthers },
      ]),
    }),
  }),
  createPage,
  potPage,
  rulesPage,
  ...letterPages,
  settingsPage,
  publishPage,
  sectionPage,
];
