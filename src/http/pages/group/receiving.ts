import { listReceiving, type Receiving } from '../../../../db/queries/money/receiving';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { sum } from '../frame/sum';
import { groupWords as words } from './words';

/** Whether money is on its way to a host whose account nobody knows. */
const isWanted = ({ account, grants }: Receiving): boolean =>
  account === null && grants.some(({ stage }) => stage === 'offered' || stage === 'active');

/** What a host finds on the first page of whoever acts for it. */
export const receivingOnHome = (all: readonly Receiving[]) =>
  all.map((host) => ({
    title: words.receiving.title(host.name),
    why:
      host.account === null
        ? words.receiving.wanted
        : words.receiving.now(host.account.accountName, host.account.lastDigits),
    isWanted: isWanted(host),
    verb: host.account === null ? words.receiving.verb : words.receiving.look,
  }));

/** The money that an organisation receives for groups without a bank account, and the account that it goes to. */
const receivingPage = definePage<Receiving>({
  address: '/receiving',
  for: ['applicant'],
  words,
  // Whoever acts for several sees the one whose account is wanted.
  load: async ({ parts, asker }) => {
    const all = await listReceiving(parts.reading.db, asker);
    return all.find(isWanted) ?? all[0];
  },
  show: ({ name, account, grants }) => ({
    template: 'group/receiving.njk',
    title: words.receiving.title(name),
    back: { to: '/home', words: words.back.home },
    now: account === null ? words.receiving.wanted : words.receiving.now(account.accountName, account.lastDigits),
    isKnown: account !== null,
    grants: grants.map(({ reference, group, pot, awardedPence, sentPence }) => ({
      group,
      caption: [reference, pot].filter(Boolean).join(' · '),
      awarded: awardedPence === null ? words.receiving.undecided : sum(awardedPence),
      sent: sum(sentPence),
    })),
  }),
  forms: {
    bank: commandForm<Receiving>({
      command: 'giveProviderBankDetails',
      fields: {
        name: { kind: 'text', at: '/accountName', label: words.bank.name, hint: words.bank.nameHint },
        sortCode: { kind: 'code', at: '/sortCode', label: words.bank.sortCode, hint: words.bank.sortCodeHint },
        number: { kind: 'code', at: '/accountNumber', label: words.bank.number, hint: words.bank.numberHint },
      },
      subjectId: ({ id }) => id,
      standing: ({ id }) => ({ state: 'known', scope: { potId: null, parties: { applicant: id } } }),
      done: () => saying('/receiving', 'receiving'),
    }),
  },
});

/** The page of whoever receives money for others. */
export const receivingPages: readonly Page[] = [receivingPage];
