import { isOfStaff } from '../../../../db/queries/asker';
import { findFund, listFunds } from '../../../../db/queries/money/funds';
import { listParties } from '../../../../db/queries/groups/parties';
import { listPeopleWithRole } from '../../../../db/queries/people/people-with-role';
import { listPots } from '../../../../db/queries/pots/pots';
import { isId } from '../../../contracts/ids';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { readingRoles } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { nothingYet } from '../frame/nothing-yet';
import { definePage, saying, type PageContext } from '../frame/page';
import { peopleWords } from '../people/words';
import { toThePenny } from '../frame/sum';
import { moneyWords } from './words';

const linesAPage = 25;
const choicesAtMost = 100;

/** The funds that somebody may see. */
export const fundsPage = definePage({
  address: '/money',
  for: readingRoles,
  words: moneyWords,
  load: ({ parts, asker, query }) =>
    listFunds(parts.reading.db, asker, {}, { limit: linesAPage, cursor: query['cursor'] }),
  show: ({ items, next }, { asker }) => ({
    template: 'money/list.njk',
    title: moneyWords.list.title,
    mayOpen: asker.roles.some(({ name, potId }) => name === 'fund_manager' && potId === null),
    funds: items.map(({ id, name, funder, money, spendBy }) => ({
      id,
      name,
      funder: funder.name,
      pledged: toThePenny(money.pledgedPence),
      received: toThePenny(money.receivedPence),
      spendBy: spendBy === null ? '' : shortDateInWords(spendBy),
    })),
    hasSpendBy: items.some(({ spendBy }) => spendBy !== null),
    next,
    empty: nothingYet(asker, moneyWords.list.empty, [
      { for: ['fund_manager'], words: moneyWords.list.emptyManager },
      {
        for: ['administrator'],
        words: moneyWords.list.emptyAdministrator,
        to: { href: '/people', words: peopleWords.list.title },
      },
      { words: moneyWords.list.emptyOthers },
    ]),
  }),
});

interface Choices {
  readonly funders: readonly { readonly id: string; readonly name: string }[];
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

/** Opening a fund. */
export const openFundPage = definePage<Choices>({
  address: '/money/new',
  for: ['fund_manager'],
  words: moneyWords,
  load: async ({ parts, asker }) => {
    const { db } = parts.reading;
    const [{ items: funders }, owners] = await Promise.all([
      listParties(db, asker, { kind: 'funder' }, { limit: choicesAtMost }),
      listPeopleWithRole(db, asker, { potId: null, roles: ['fund_manager', 'grants_officer'] }),
    ]);
    return { funders, owners };
  },
  show: ({ funders }) => ({
    template: 'money/open.njk',
    title: moneyWords.open.title,
    back: { to: '/money', words: moneyWords.list.title },
    noFunder:
      funders.length === 0
        ? nothingYet({ roles: [] }, moneyWords.open.noFunder, [
            { words: '', to: { href: '/groups/new?kind=funder', words: moneyWords.open.addFunder } },
          ])
        : undefined,
  }),
  forms: {
    open: commandForm<Choices>({
      command: 'openFund',
      standing: () => ({ state: 'absent', scope: { potId: null, parties: {} } }),
      fields: ({ funders, owners }) => ({
        name: { kind: 'text', at: '/name', label: moneyWords.open.name },
        funder: {
          kind: 'choice',
          asList: true,
          at: '/funderId',
          label: moneyWords.open.funder,
          missing: moneyWords.open.funderMissing,
          options: funders.map(({ id, name }) => ({ value: id, words: name })),
        },
        owner: {
          kind: 'choice',
          asList: true,
          at: '/ownerId',
          label: moneyWords.open.owner,
          missing: moneyWords.open.ownerMissing,
          options: owners.map(({ id, name }) => ({ value: id, words: name })),
        },
        spendBy: { kind: 'date', at: '/spendBy', label: moneyWords.open.spendBy, hint: moneyWords.open.spendByHint },
      }),
      initial: (_data, { asker }) => ({ ownerId: asker.personId }),
      done: ({ subjectId }) => saying(`/funds/${subjectId}`, 'opened'),
    }),
  },
});

type Fund = NonNullable<Awaited<ReturnType<typeof findFund>>>;

async function loadFund({ parts, asker, params }: PageContext): Promise<Fund | undefined> {
  const id = params['id'] ?? '';
  return isId(id) ? findFund(parts.reading.db, asker, id) : undefined;
}

const standing = (potId: string | null, { state }: Fund) => ({ state, scope: { potId, parties: {} } });

interface FundOpen {
  readonly fund: Fund;
  readonly pots: Awaited<ReturnType<typeof listPots>>['items'];
}

const words = moneyWords.fund;

/** How the money of one fund is doing: received and expected, and what each of its pots has. */
export const fundPage = definePage<FundOpen>({
  address: '/funds/:id',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const fund = await loadFund(context);
    if (fund === undefined) return undefined;
    const { items } = await listPots(
      context.parts.reading.db,
      context.asker,
      { fundId: fund.id },
      { limit: choicesAtMost },
    );
    return { fund, pots: items };
  },
  show: ({ fund, pots }, { session, asker }) => {
    const today = londonDate((session?.now ?? fund.createdAt) as Instant);
    const lines = `/money/funds/${fund.id}/accounts`;
    const awaited = fund.instalments.filter(({ receivedOn }) => receivedOn === null);
    const total = awaited.reduce((so, { amountPence }) => so + amountPence, 0);
    return {
      template: 'money/fund.njk',
      title: fund.name,
      back: { to: '/money', words: moneyWords.list.title },
      id: fund.id,
      caption: words.caption(fund.funder.name),
      tagNow: { words: words.states[fund.state], meaning: fund.state === 'open' ? 'other' : 'over' },
      spendBy: fund.spendBy === null ? undefined : words.spendBy(shortDateInWords(fund.spendBy)),
      money: [
        { words: words.pledged, amount: toThePenny(fund.money.pledgedPence), href: `${lines}/pledge` },
        { words: words.received, amount: toThePenny(fund.money.receivedPence), href: `${lines}/funder` },
        { words: words.expected, amount: toThePenny(total) },
        { words: words.owed, amount: toThePenny(fund.money.owedToFunderPence), href: `${lines}/owed_to_funder` },
      ],
      // It is staff who say to groups where to pay back to; nobody else is told.
      account: !isOfStaff(asker)
        ? undefined
        : fund.refundAccount === null
          ? words.noAccount
          : words.account(fund.refundAccount.accountName, fund.refundAccount.lastDigits),
      noPots: nothingYet(asker, words.noPots, [
        { for: ['fund_manager'], words: '', to: { href: '/pots/new', words: words.openPot } },
        { words: words.noPotsOthers },
      ]),
      setAccount: fund.refundAccount === null ? words.setAccount : words.changeAccount,
      pots: pots.map(({ id, name, money }) => ({
        id,
        name,
        canBeAwarded: toThePenny(money?.canStillBeAwardedPence),
        inTheBank: toThePenny(money?.inTheBankPence),
        waiting: toThePenny(money?.waitingForCashPence),
      })),
      instalments: fund.instalments.map(({ id, pot, amountPence, expectedOn, receivedOn }) => ({
        day: shortDateInWords(expectedOn),
        pot: pot.name,
        sum: toThePenny(amountPence),
        tag:
          receivedOn !== null
            ? { words: words.receivedOn(shortDateInWords(receivedOn)), meaning: 'done' }
            : expectedOn < today
              ? { words: words.late, meaning: 'late' }
              : { words: words.awaited, meaning: 'other' },
        record: receivedOn === null ? `/funds/${fund.id}/instalments/${id}` : undefined,
      })),
    };
  },
  forms: {
    // What has a page of its own is offered here as a link, by the same table.
    account: commandForm<FundOpen>({
      command: 'setRefundAccount',
      fields: {},
      standing: ({ fund }) => standing(null, fund),
      done: () => '/money',
    }),
    expect: commandForm<FundOpen>({
      command: 'expectInstalment',
      fields: {},
      standing: ({ fund }) => standing(null, fund),
      done: () => '/money',
    }),
    record: commandForm<FundOpen>({
      command: 'recordInstalment',
      fields: {},
      standing: ({ fund }) => standing(null, fund),
      done: () => '/money',
    }),
    close: commandForm<FundOpen>({
      command: 'closeFund',
      fields: {},
      standing: ({ fund }) => standing(null, fund),
      refusal: ({ pots }) => (pots.some(({ state }) => state === 'open') ? refuse('FUND_HAS_OPEN_POTS') : undefined),
      done: (_done, { params }) => saying(`/funds/${params['id'] ?? ''}`, 'closed'),
    }),
  },
});

const backToFund = ({ id }: Fund) => ({ to: `/funds/${id}`, words: moneyWords.back });

/** Noting when a part of the funder's money should come. */
export const expectInstalmentPage = definePage<Fund>({
  address: '/funds/:id/expect',
  for: ['fund_manager'],
  words: moneyWords,
  load: loadFund,
  show: (fund) => ({
    template: 'money/step.njk',
    title: moneyWords.expect.title,
    back: backToFund(fund),
    name: fund.name,
    submitWords: moneyWords.expect.submit,
    about: moneyWords.expect.title,
  }),
  forms: {
    step: commandForm<Fund>({
      command: 'expectInstalment',
      standing: (fund) => standing(null, fund),
      fields: ({ pots }) => ({
        pot: {
          kind: 'choice',
          at: '/potId',
          label: moneyWords.expect.pot,
          missing: moneyWords.expect.potMissing,
          options: pots.map(({ id, name }) => ({ value: id, words: name })),
        },
        amount: { kind: 'money', at: '/amountPence', label: moneyWords.expect.sum },
        on: { kind: 'date', at: '/expectedOn', label: moneyWords.expect.on, missing: moneyWords.expect.onMissing },
      }),
      initial: ({ pots }) => ({ potId: pots.length === 1 ? pots[0]?.id : undefined }),
      done: (_done, { params }) => saying(`/funds/${params['id'] ?? ''}`, 'expected'),
    }),
  },
});

interface InstalmentAwaited {
  readonly fund: Fund;
  readonly instalment: Fund['instalments'][number];
}

/** Recording that an instalment is in the bank. */
export const recordInstalmentPage = definePage<InstalmentAwaited>({
  address: '/funds/:id/instalments/:instalment',
  for: ['fund_manager', 'payment_maker'],
  words: moneyWords,
  load: async (context) => {
    const fund = await loadFund(context);
    const wanted = context.params['instalment'];
    const instalment = fund?.instalments.find(({ id, receivedOn }) => id === wanted && receivedOn === null);
    return fund === undefined || instalment === undefined ? undefined : { fund, instalment };
  },
  show: ({ fund, instalment }) => {
    const amount = toThePenny(instalment.amountPence);
    return {
      template: 'money/step.njk',
      title: moneyWords.record.title(amount),
      back: backToFund(fund),
      name: fund.name,
      lead: moneyWords.record.lead(amount, instalment.pot.name),
      submitWords: moneyWords.record.submit(amount),
      about: moneyWords.record.about,
    };
  },
  forms: {
    step: commandForm<InstalmentAwaited>({
      command: 'recordInstalment',
      standing: ({ fund }) => standing(null, fund),
      fields: {
        on: { kind: 'date', at: '/receivedOn', label: moneyWords.record.on, missing: moneyWords.record.onMissing },
      },
      initial: ({ fund }, { session }) => ({ receivedOn: londonDate((session?.now ?? fund.createdAt) as Instant) }),
      body: (body, { instalment }) => ({ ...body, instalmentId: instalment.id }),
      done: (_done, { params }) => saying(`/funds/${params['id'] ?? ''}`, 'recorded'),
    }),
  },
});

/** Where groups pay back what they did not use. */
export const refundAccountPage = definePage<Fund>({
  address: '/funds/:id/refund-account',
  for: ['fund_manager'],
  words: moneyWords,
  load: loadFund,
  show: (fund) => ({
    template: 'money/step.njk',
    title: moneyWords.account.title,
    back: backToFund(fund),
    name: fund.name,
    lead: moneyWords.account.lead,
    submitWords: moneyWords.account.submit,
    about: moneyWords.account.title,
  }),
  forms: {
    step: commandForm<Fund>({
      command: 'setRefundAccount',
      standing: (fund) => standing(null, fund),
      fields: {
        name: { kind: 'text', at: '/accountName', label: moneyWords.account.name },
        sortCode: { kind: 'code', at: '/sortCode', label: moneyWords.account.sortCode },
        number: { kind: 'code', at: '/accountNumber', label: moneyWords.account.number },
      },
      initial: ({ refundAccount }) => ({ accountName: refundAccount?.accountName }),
      done: (_done, { params }) => saying(`/funds/${params['id'] ?? ''}`, 'account'),
    }),
  },
});
