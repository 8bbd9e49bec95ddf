import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { sum } from '../frame/sum';
import type { BankDetails } from '../../../domain/money/bank-details';
import { shortDateInWords, type CalendarDate, type Instant } from '../../../domain/calendar/calendar';
import type { FileListed } from '../../../../db/queries/files';
import { isOpenForFiles } from '../../../domain/files/files';
import { refuse } from '../../../domain/refusals/refusal';
import { fileForms } from '../files/forms';
import { filesOf, filesView } from '../files/view';
import { refundAccountOf } from '../../documents/refund-account';
import { whenInWords } from '../frame/when';
import { backToGrant } from './back';
import { loadGrant, standingOf, type GroupGrant } from './grant-data';
import { groupWords as words } from './words';

/** Where the group's money goes. The numbers are sealed on the way in, and are never shown again but for the last three digits. */
interface Banking extends GroupGrant {
  /** Bank statements that are there. */
  readonly statements: readonly FileListed[];
}

const statement = 'recent_bank_statement';

/** Whether the pot wants to see a bank statement, and it can still be added. */
const wantsStatement = ({ policy, stage }: GroupGrant): boolean =>
  policy.checks.some(({ kind }) => kind === statement) &&
  isOpenForFiles('check', {
    stage,
    hasOpenQuestion: false,
    reportState: null,
    conditionState: null,
    purchaseState: null,
  });

const bankPage = definePage<Banking>({
  address: '/grants/:id/bank-details',
  for: ['applicant'],
  words,
  load: async (context) => {
    const of = { grantId: context.params['id'] ?? '' };
    const [grant, files] = await Promise.all([loadGrant(context), filesOf(of, context)]);
    return grant === undefined ? undefined : { ...grant, statements: files.filter(({ about }) => about === statement) };
  },
  show: (grant, { asker }) => {
    const account = grant.award?.bankAccount;
    return {
      template: 'group/bank.njk',
      title: words.bank.title,
      back: backToGrant(grant),
      wantsStatement: wantsStatement(grant),
      statements: filesView(grant.statements, asker),
      account: account == null ? undefined : words.bank.now(account.accountName, account.lastDigits),
    };
  },
  forms: {
    send: commandForm<Banking>({
      command: 'giveBankDetails',
      fields: {
        name: { kind: 'text', at: '/accountName', label: words.bank.name, hint: words.bank.nameHint },
        sortCode: { kind: 'code', at: '/sortCode', label: words.bank.sortCode, hint: words.bank.sortCodeHint },
        number: { kind: 'code', at: '/accountNumber', label: words.bank.number, hint: words.bank.numberHint },
      },
      standing: standingOf,
      refusal: ({ host }) => (host === null ? undefined : refuse('HOST_GIVES_BANK_DETAILS')),
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'bank'),
    }),
    ...fileForms<Banking>({
      of: ({ id }) => ({ grantId: id }),
      said: () => ({ purpose: 'check', about: statement }),
      refusal: (grant) => (wantsStatement(grant) ? undefined : refuse('FILE_NOT_WANTED_NOW')),
      done: ({ id }) => `/grants/${id}/bank-details`,
    }),
  },
});

interface PayingBack extends GroupGrant {
  readonly account: BankDetails | 'unreadable' | null | undefined;
}

/** How money that was not needed is paid back: how much, into which account, by when; and what came back of it so far. */
const refundPage = definePage<PayingBack>({
  address: '/grants/:id/refund',
  for: ['applicant', 'budget_holder'],
  words,
  load: async (context) => {
    const grant = await loadGrant(context);
    if (grant === undefined) return undefined;
    return { ...grant, account: await refundAccountOf(context.parts.reading, context.asker, grant.id) };
  },
  show: ({ account: found, ...grant }, { visitor }) => {
    const account = found === 'unreadable' ? undefined : found;
    const due = grant.refunds.find(({ state }) => state === 'due');
    const owed = sum(due?.amountPence ?? 0);
    const reference = grant.reference ?? '';
    return {
      template: 'group/refund.njk',
      title: due === undefined ? words.refund.none : words.refund.title(owed),
      back: backToGrant(grant),
      id: grant.id,
      isDue: due !== undefined,
      by: due === undefined ? undefined : words.refund.by(whenInWords(due.dueAt as Instant, grant.now)),
      account:
        account == null
          ? undefined
          : [
              [words.refund.accountName, account.accountName],
              [words.refund.sortCode, account.sortCode.replace(/(..)(..)(..)/, '$1-$2-$3')],
              [words.refund.number, account.accountNumber],
              [words.refund.reference, reference],
              [words.refund.sum, owed],
            ],
      unreadable: found === 'unreadable' ? words.refund.unreadable : undefined,
      steps: account == null ? words.refund.askFirst(reference) : words.refund.steps,
      careful: account == null ? undefined : words.refund.careful(visitor?.organisation.name ?? ''),
      came: grant.refunds
        .filter(({ state }) => state === 'received')
        .map(({ amountPence, receivedOn }) =>
          words.refund.came(sum(amountPence), receivedOn === null ? '' : shortDateInWords(receivedOn as CalendarDate)),
        ),
    };
  },
});

/** The pages about the group's account, and about money on its way back. */
export const bankPages: readonly Page[] = [bankPage, refundPage];
