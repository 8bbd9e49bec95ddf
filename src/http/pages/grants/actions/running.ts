import {
  dateInWords,
  endOfDay,
  instantInWords,
  londonDate,
  type CalendarDate,
  type Instant,
} from '../../../../domain/calendar';
import { staffRoles } from '../../../../domain/lives/roles';
import { formatPounds, lesserPence, pence, type Pence, subtractPence, ZERO } from '../../../../domain/money';
import { periodInWords } from '../../../../domain/period-in-words';
import { leftover } from '../../../../domain/report';
import type { FileListed } from '../../../../../db/queries/files';
import { isOpenForFiles, mayAddFile } from '../../../../domain/files';
import { refuse } from '../../../../domain/refusal';
import { fileForms } from '../../files/forms';
import { filesOf, filesView } from '../../files/view';
import type { Field } from '../../form/field';
import type { Page } from '../../frame/page';
import { saying, type PageContext } from '../../frame/page';
import { commandForm } from '../../frame/command-form';
import { movableDatesOf } from '../grant/actions';
import { seenOfGrant, standingOf, type GrantData } from '../grant/data';
import { conditionsView } from '../grant/show';
import { grantWords } from '../words';
import { confirmedFirst, grantActionPage, grantForm } from './action-page';
import { reportView } from './report-view';

const w = grantWords.act;
const sum = (amount: number): string => formatPounds(pence(amount));
const moment = (at: string): string => instantInWords(at as Instant);

const reason = (label: string, hint?: string): Field => ({
  kind: 'longText',
  at: '/reason',
  label,
  hint,
  atMost: 4000,
  rows: 3,
});

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
      title: w.conditions.title1(one.number),
      lead: one.wording,
      about: conditionsView({ grant: { ...data.grant, conditions: [one] } }),
      files: filesView(data.files.filter(({ uploadedBy }) => uploadedBy.id !== asker.personId)),
      ownFiles: filesView(data.files.filter(({ uploadedBy }) => uploadedBy.id === asker.personId)),
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

const payAgain = grantActionPage({
  page: 'pay-again',
  for: staffRoles,
  show: (data) => {
    const returned = data.grant.payments.filter(({ state }) => state === 'returned');
    const [only, ...others] = returned;
    const button =
      only !== undefined && others.length === 0 ? w.payAgain.button(sum(only.amountPence)) : w.payAgain.buttonOne;
    return { title: w.payAgain.title, blocks: [{ form: 'payAgain', button, will: [w.payAgain.will] }] };
  },
  forms: {
    payAgain: grantForm({
      command: 'payAgain',
      fields: ({ grant }) => ({
        payment: {
          kind: 'choice',
          at: '/paymentId',
          label: w.payAgain.which,
          options: grant.payments
            .filter(({ state }) => state === 'returned')
            .map(({ id, amountPence, dueAt }) => ({
              value: id,
              words: w.payAgain.option(sum(amountPence), moment(dueAt)),
            })),
        },
      }),
      initial: ({ grant }) => {
        const returned = grant.payments.filter(({ state }) => state === 'returned');
        return returned.length === 1 ? { paymentId: returned[0]?.id } : {};
      },
      done: 'paidAgain',
    }),
  },
});

/** What the group was paid and has not had to return. */
const paidAndStaying = ({ money }: GrantData['grant']): Pence =>
  pence(money === null ? 0 : money.paidPence - money.refundDuePence - money.refundedPence - money.writtenOffPence);

/** What accepting the report does with the money. */
function endOf({ grant, found }: GrantData) {
  const { money, award, report } = grant;
  if (money === null || report === null) return undefined;
  const [paidPence, spentPence] = [paidAndStaying(grant), pence(report.spentPence ?? 0)];
  const rest = leftover({
    paidPence,
    // It is shown before a report that says more than was paid is refused.
    spentPence: lesserPence(spentPence, paidPence),
    keepUpToPence: found.policy.keepLeftoversUpToPence,
    isDrawnDown: award?.drawnDownByPurchases === true,
  });
  return { ...rest, spentPence, unpaid: pence(money.leftPence + money.promisedPence) };
}

function acceptWill(data: GrantData): readonly string[] {
  const end = endOf(data);
  if (end === undefined) return [];
  const will = w.report.will;
  const { refundDuePence, keptPence, unpaid } = end;
  return [
    ...(unpaid > 0 ? [will.unpaid(formatPounds(unpaid))] : []),
    ...(keptPence > 0 ? [will.kept(formatPounds(keptPence))] : []),
    ...(refundDuePence > 0
      ? [will.back(formatPounds(refundDuePence), periodInWords(data.found.policy.refundWithin)), will.waits]
      : [will.closes]),
    will.mail(data.grant.party.name),
  ];
}

function acceptButton(data: GrantData): string {
  const end = endOf(data);
  if (end === undefined) return w.report.title;
  return end.refundDuePence > 0
    ? w.report.accept(formatPounds(end.refundDuePence))
    : w.report.acceptPlain(formatPounds(end.spentPence));
}

const readReport = grantActionPage<GrantData & { readonly files: readonly FileListed[] }>({
  page: 'read-report',
  for: staffRoles,
  template: 'report.njk',
  more: async ({ grant }, context) => {
    const files = await filesOf({ grantId: grant.id }, context);
    return { files: files.filter(({ purpose }) => purpose === 'photo' || purpose === 'receipt') };
  },
  show: (data) => ({
    title: w.report.title,
    report: reportView(data),
    files: filesView(data.files),
    blocks:
      data.grant.report?.state === 'submitted'
        ? [
            { form: 'acceptReport', button: acceptButton(data), will: acceptWill(data) },
            { form: 'queryReport', button: w.report.queryButton, heading: w.report.query },
          ]
        : [],
  }),
  forms: {
    acceptReport: grantForm({ command: 'acceptReport', fields: {}, done: 'accepted' }),
    queryReport: grantForm({
      command: 'queryReport',
      fields: {
        question: {
          kind: 'longText',
          at: '/question',
          label: w.report.question,
          hint: w.report.questionHint,
          atMost: 4000,
        },
      },
      done: 'queried',
    }),
  },
});

const noReport = grantActionPage({
  page: 'no-report',
  for: staffRoles,
  show: ({ grant: { money } }) => ({
    title: w.noReport.title,
    blocks: [
      {
        form: 'waiveReport',
        button: w.noReport.button,
        will: w.noReport.will(sum(money?.paidPence ?? 0), sum((money?.leftPence ?? 0) + (money?.promisedPence ?? 0))),
        warning: true,
      },
    ],
  }),
  forms: {
    waiveReport: grantForm({ command: 'waiveReport', fields: { reason: reason(w.noReport.reason) }, done: 'noReport' }),
  },
});

const dueRefund = ({ grant }: GrantData) => grant.refunds.find(({ state }) => state === 'due');

const refund = grantActionPage({
  page: 'refund',
  for: staffRoles,
  show: (data) => {
    const due = dueRefund(data);
    const dueSum = sum(due?.amountPence ?? 0);
    return {
      title: w.refund.title,
      lead: due === undefined ? '' : w.refund.due(dueSum, moment(due.dueAt)),
      blocks: [
        { form: 'recordRefund', button: w.refund.see },
        {
          form: 'writeOffRefund',
          button: w.refund.writeOffButton(dueSum),
          heading: w.refund.writeOff,
          will: w.refund.writeOffWill(dueSum, data.grant.party.name),
          warning: true,
        },
      ],
    };
  },
  forms: {
    recordRefund: grantForm({
      command: 'recordRefund',
      fields: {
        amount: { kind: 'money', at: '/amountPence', label: w.refund.amount },
        on: { kind: 'date', at: '/receivedOn', label: w.refund.on },
      },
      initial: (data) => ({ amountPence: dueRefund(data)?.amountPence, receivedOn: londonDate(data.found.now) }),
      preview: confirmedFirst<GrantData>('recordRefund', (body, data) => {
        const { amountPence, receivedOn } = body as { amountPence?: Pence; receivedOn?: CalendarDate };
        const due = pence(dueRefund(data)?.amountPence ?? 0);
        if (amountPence === undefined || receivedOn === undefined || amountPence > due || amountPence === 0)
          return undefined;
        const rest = subtractPence(due, amountPence);
        const will = w.refund.will;
        return {
          will: [
            will.came(formatPounds(amountPence), dateInWords(receivedOn)),
            will.awardable,
            rest === ZERO ? will.all : will.rest(formatPounds(rest)),
          ],
          button: w.refund.button(formatPounds(amountPence)),
        };
      }),
      done: 'refunded',
    }),
    writeOffRefund: grantForm({
      command: 'writeOffRefund',
      fields: { reason: reason(w.refund.reason) },
      done: 'writtenOff',
    }),
  },
});

/** A date's value in the form: its name, and the condition that it is about. */
const dateValue = ({ name, about }: { readonly name: string; readonly about: string | null }): string =>
  about === null ? name : `${name}:${about}`;

function dateOptions(data: GrantData) {
  return movableDatesOf(data).map((date) => {
    const about = data.grant.conditions.find(({ id }) => id === date.about);
    const name = w.dates.names[date.name as keyof typeof w.dates.names];
    const isPassed = date.at === '' || date.at <= data.found.now;
    return {
      value: dateValue(date),
      words: about === undefined ? name : `${name}: ${about.wording.slice(0, 120)}`,
      hint: isPassed ? w.dates.passed : w.dates.now(moment(date.at)),
    };
  });
}

const dates = grantActionPage({
  page: 'dates',
  for: staffRoles,
  show: () => ({ title: w.dates.title, blocks: [{ form: 'extendDate', button: w.dates.button }] }),
  forms: {
    extendDate: grantForm({
      command: 'extendDate',
      fields: (data) => ({
        which: { kind: 'choice', at: '/which', label: w.dates.which, options: dateOptions(data) },
        to: { kind: 'date', at: '/to', label: w.dates.to, hint: w.dates.toHint },
        reason: reason(w.dates.reason, w.dates.reasonHint),
      }),
      initial: (data) => {
        const [only, ...others] = dateOptions(data);
        return only !== undefined && others.length === 0 ? { which: only.value } : {};
      },
      body: (body) => {
        const { which, to, ...others } = body as { which?: string; to?: CalendarDate };
        const [name, about] = (which ?? '').split(':');
        return {
          ...others,
          ...(which === undefined ? {} : { which: name }),
          ...(about === undefined ? {} : { about }),
          ...(to === undefined ? {} : { to: endOfDay(to) }),
        };
      },
      done: 'extended',
    }),
  },
});

const hold = grantActionPage({
  page: 'hold',
  for: staffRoles,
  show: ({ grant }) =>
    grant.onHold
      ? {
          title: w.hold.releaseTitle,
          blocks: [
            {
              form: 'release',
              button: w.hold.releaseButton,
              will: w.hold.releaseWill(moment(grant.heldSince ?? '')),
            },
          ],
        }
      : { title: w.hold.title, blocks: [{ form: 'hold', button: w.hold.button, will: w.hold.will, warning: true }] },
  forms: {
    hold: grantForm({ command: 'hold', fields: { reason: reason(w.hold.reason, w.hold.reasonHint) }, done: 'held' }),
    release: grantForm({
      command: 'release',
      fields: { reason: reason(w.hold.releaseReason, w.hold.releaseHint) },
      done: 'released',
    }),
  },
});

const end = grantActionPage({
  page: 'end',
  for: staffRoles,
  show: () => ({ title: w.end.title, blocks: [{ form: 'terminate', button: w.end.see, warning: true }] }),
  forms: {
    terminate: grantForm({
      command: 'terminate',
      fields: ({ grant }) => ({
        reason: reason(w.end.reason, w.end.reasonHint),
        refund: {
          kind: 'money',
          at: '/refundPence',
          label: w.end.refund,
          hint: w.end.refundHint(formatPounds(paidAndStaying(grant))),
        },
      }),
      preview: confirmedFirst<GrantData>('terminate', (body, { grant, found }) => {
        const { reason: why = '', refundPence = ZERO } = body as { reason?: string; refundPence?: Pence };
        if (why === '' || refundPence > paidAndStaying(grant)) return undefined;
        const unpaid = formatPounds(pence((grant.money?.leftPence ?? 0) + (grant.money?.promisedPence ?? 0)));
        const back = formatPounds(refundPence);
        const { name } = grant.party;
        return {
          will: [
            w.end.will.ends(name),
            w.end.will.unpaid(unpaid),
            ...(refundPence > 0 ? [w.end.will.back(back, name, periodInWords(found.policy.refundWithin))] : []),
            w.end.will.mail(name),
          ],
          button: refundPence > 0 ? w.end.button(back) : w.end.buttonPlain(unpaid),
        };
      }),
      done: 'ended',
    }),
  },
});

/** From acceptance to closed: what staff do to a grant. */
export const runningPages: readonly Page[] = [
  conditions,
  condition,
  payAgain,
  readReport,
  noReport,
  refund,
  dates,
  hold,
  end,
];
