import { listOwners } from '../../../../../db/queries/grants/owners';
import { staffRoles } from '../../../../domain/lives/roles';
import { londonDate } from '../../../../domain/calendar/calendar';
import { checkKinds, type CheckKind } from '../../../../domain/policy/policy';
import type { Fields } from '../../form/field';
import { saying, type Form, type Page } from '../../frame/page';
import { seenOfGrant, standingOf, type GrantData } from '../grant/data';
import { checksView } from '../grant/show';
import { beyondTheTable } from '../grant/why-not';
import { refusalByTable } from '../../frame/command-form';
import { sum } from '../../frame/sum';
import { grantWords } from '../words';
import { grantActionPage, grantForm } from './action-page';

const w = grantWords.act;

const asked = ({ grant }: GrantData): string => sum(grant.askedPence ?? 0);

const send = grantActionPage({
  page: 'send',
  for: staffRoles,
  show: () => ({
    title: w.send.title,
    lead: w.send.lead,
    blocks: [{ form: 'submitApplication', button: w.send.button }],
  }),
  forms: { submitApplication: grantForm({ command: 'submitApplication', fields: {}, done: 'sent' }) },
});

/** The checks that are borne out by who is connected with the group. */
const aboutPeople: readonly CheckKind[] = ['three_unrelated_committee_members', 'two_unrelated_signatories'];

const checkName = (kind: CheckKind): string => `check_${kind}`;

/** One answer for each check that the pot wants, and one day for all. */
const checkFields = ({ grant }: GrantData): Fields => ({
  seenOn: { kind: 'date', at: '/seenOn', label: w.checks.seenOn, hint: w.checks.seenOnHint },
  ...Object.fromEntries(
    grant.checks.map(({ kind }) => {
      const [label, hint] = w.checks.kinds[kind];
      const options = [
        { value: 'passed', words: w.checks.passed },
        { value: 'not', words: w.checks.notPassed },
      ];
      return [checkName(kind), { kind: 'choice', at: `/${kind}`, label, hint, options, missing: w.checks.nothing }];
    }),
  ),
});

/** Sends one command for each check that was answered; what was saved before one is refused stays saved. */
const recordChecks: Form<GrantData> = {
  fields: checkFields,
  initial: ({ found }) => ({ seenOn: londonDate(found.now) }),
  refusal: (data, context) =>
    refusalByTable('recordCheck', standingOf(data), context) ?? beyondTheTable('recordCheck', data, context),
  seen: seenOfGrant,
  act: async ({ body, key }, { grant }, { perform }) => {
    const answered = checkKinds.filter((kind) => body[kind] !== undefined);
    if (answered.length === 0)
      return {
        problems: [{ pointer: `/${grant.checks[0]?.kind ?? ''}`, code: 'CHECKS_UNANSWERED', detail: w.checks.nothing }],
      };
    for (const kind of answered) {
      const performed = await perform('recordCheck', {
        subjectId: grant.id,
        idempotencyKey: `${key}:${kind}`,
        body: { kind, passed: body[kind] === 'passed', seenOn: body['seenOn'] },
      });
      if (performed.problem !== undefined) {
        const { errors, detail, code } = performed.problem;
        const aboutDay = errors?.filter(({ pointer }) => pointer === '/seenOn') ?? [];
        return { problems: aboutDay.length > 0 ? aboutDay : [{ pointer: `/${kind}`, code, detail }] };
      }
    }
    return { goTo: saying(`/grants/${grant.id}`, 'checks') };
  },
};

const checks = grantActionPage({
  page: 'checks',
  for: staffRoles,
  template: 'checks.njk',
  show: (data) => ({
    title: w.checks.title,
    ...(data.grant.checks.length === 0 ? {} : { lead: w.checks.lead(data.grant.party.name) }),
    checks: checksView(data),
    ...(data.grant.checks.some(({ kind }) => aboutPeople.includes(kind))
      ? { connectHref: `/groups/${data.grant.party.id}/connect` }
      : {}),
    blocks: data.grant.checks.length === 0 ? [] : [{ form: 'recordChecks', button: w.checks.button }],
  }),
  forms: { recordChecks },
});

const question = grantActionPage({
  page: 'question',
  for: staffRoles,
  show: ({ grant }) => ({
    title: w.question.title,
    blocks: [{ form: 'askQuestion', button: w.question.button, will: w.question.will(grant.party.name) }],
  }),
  forms: {
    askQuestion: grantForm({
      command: 'askQuestion',
      fields: {
        question: { kind: 'longText', at: '/question', label: w.question.label, hint: w.question.hint, atMost: 4000 },
      },
      done: 'asked',
    }),
  },
});

const ineligible = grantActionPage({
  page: 'ineligible',
  for: staffRoles,
  show: (data) => ({
    title: w.ineligible.title,
    blocks: [
      {
        form: 'declareIneligible',
        button: w.ineligible.button,
        will: w.ineligible.will(data.grant.party.name, asked(data)),
        warning: true,
      },
    ],
  }),
  forms: {
    declareIneligible: grantForm({
      command: 'declareIneligible',
      fields: {
        reason: { kind: 'longText', at: '/reason', label: w.ineligible.label, hint: w.ineligible.hint, atMost: 4000 },
      },
      done: 'ineligible',
    }),
  },
});

type WithOwners = GrantData & { readonly owners: Awaited<ReturnType<typeof listOwners>> };

const officers = ({ owners }: WithOwners) => owners.map(({ id, name }) => ({ value: id, words: name }));

const help = grantActionPage<WithOwners>({
  page: 'help',
  for: staffRoles,
  more: async ({ grant }, { parts, asker }) => ({ owners: await listOwners(parts.reading.db, asker, grant.pot.id) }),
  show: () => ({ title: w.help.title, blocks: [{ form: 'recordHelp', button: w.help.button, will: w.help.will }] }),
  forms: {
    recordHelp: grantForm<WithOwners>({
      command: 'recordHelp',
      fields: (data) => ({
        officer: { kind: 'choice', at: '/officerId', label: w.help.label, options: officers(data) },
      }),
      done: 'help',
    }),
  },
});

const owner = grantActionPage<WithOwners>({
  page: 'owner',
  for: staffRoles,
  more: async ({ grant }, { parts, asker }) => ({ owners: await listOwners(parts.reading.db, asker, grant.pot.id) }),
  show: () => ({ title: w.owner.title, blocks: [{ form: 'reassign', button: w.owner.button, will: w.owner.will }] }),
  forms: {
    reassign: grantForm<WithOwners>({
      command: 'reassign',
      fields: (data) => ({
        owner: {
          kind: 'choice',
          at: '/ownerId',
          label: w.owner.label,
          options: officers(data).filter(({ value }) => value !== data.grant.owner?.id),
        },
      }),
      done: 'owner',
    }),
  },
});

/** From a draft to the panel: what an officer does to an application. */
export const assessingPages: readonly Page[] = [send, checks, question, ineligible, help, owner];
