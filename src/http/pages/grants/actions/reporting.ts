import { staffRoles } from '../../../../domain/lives/roles';
import { formatPounds, lesserPence, pence } from '../../../../domain/money/money';
import { periodInWords } from '../../../../domain/policy/period-in-words';
import { leftover } from '../../../../domain/award/report';
import type { FileListed } from '../../../../../db/queries/files';
import { filesOf, filesView } from '../../files/view';
import type { Page } from '../../frame/page';
import type { GrantData } from '../grant/data';
import { grantWords } from '../words';
import { sum } from '../../frame/sum';
import { grantActionPage, grantForm } from './action-page';
import { paidAndStaying } from './paid-and-staying';
import { reason } from './reason';
import { reportView } from './report-view';

const w = grantWords.act;

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

/** What becomes of the report at the end of a grant. */
export const reportingPages: readonly Page[] = [readReport, noReport];
