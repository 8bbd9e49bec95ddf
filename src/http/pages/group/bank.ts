import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { instantInWords, type Instant } from '../../../domain/calendar';
import { formatPounds, pence } from '../../../domain/money';
import { loadGrant, standingOf, type GroupGrant } from './grant-data';
import { groupWords as words } from './words';

/** Where the group's money goes. The numbers are sealed on the way in, and are never shown again but for the last three digits. */
const bankPage = definePage<GroupGrant>({
  address: '/grants/:id/bank-details',
  for: ['applicant'],
  words,
  load: loadGrant,
  show: (grant) => {
    const account = grant.award?.bankAccount;
    return {
      template: 'group/bank.njk',
      title: words.bank.title,
      back: { to: `/grants/${grant.id}`, words: words.back.grant },
      account: account == null ? undefined : words.bank.now(account.accountName, account.lastDigits),
    };
  },
  forms: {
    send: commandForm<GroupGrant>({
      command: 'giveBankDetails',
      fields: {
        name: { kind: 'text', at: '/accountName', label: words.bank.name, hint: words.bank.nameHint },
        sortCode: { kind: 'code', at: '/sortCode', label: words.bank.sortCode, hint: words.bank.sortCodeHint },
        number: { kind: 'code', at: '/accountNumber', label: words.bank.number, hint: words.bank.numberHint },
      },
      standing: standingOf,
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'bank'),
    }),
  },
});

/** How money that was not needed is paid back. */
const refundPage = definePage<GroupGrant>({
  address: '/grants/:id/refund',
  for: ['applicant', 'budget_holder'],
  words,
  load: loadGrant,
  show: (grant) => {
    const due = grant.refunds.find(({ state }) => state === 'due');
    return {
      template: 'group/refund.njk',
      title: due === undefined ? words.refund.none : words.refund.title(formatPounds(pence(due.amountPence))),
      back: { to: `/grants/${grant.id}`, words: words.back.grant },
      id: grant.id,
      isDue: due !== undefined,
      by: due === undefined ? undefined : words.refund.by(instantInWords(due.dueAt as Instant)),
      steps: words.refund.steps(grant.reference ?? ''),
    };
  },
});

/** The pages about the group's account, and about money on its way back. */
export const bankPages: readonly Page[] = [bankPage, refundPage];
