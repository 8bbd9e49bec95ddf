import { listPaymentRuns } from '../../../../db/queries/money/payment-runs';
import { countPayments, listPayments } from '../../../../db/queries/money/payments';
import { paymentStates, type PaymentState } from '../../../domain/money/payment-states';
import { rolesReaching, staffRoles } from '../../../domain/lives/roles';
import { definePage } from '../frame/page';
import { paymentLine, runLine } from './views';
import { toThePenny } from '../frame/sum';
import { paymentWords as words } from './words';

const linesAPage = 25;
const runsShown = 20;

/** The stages in the order in which somebody looks at them: what can be paid, what went wrong, what is on its way, what waits. */
const stages = ['ready', 'returned', 'unknown', 'waiting_for_cash', 'in_run', 'authorised', 'sent'] as const;

const isState = (text: string): text is PaymentState => (paymentStates as readonly string[]).includes(text);

/** Everything that is due: what can be paid now, what waits and why, what is on its way, and what came back. */
export const paymentsPage = definePage({
  address: '/payments',
  for: staffRoles,
  words,
  load: async ({ parts, asker, query }) => {
    const { db } = parts.reading;
    const [counted, runs] = await Promise.all([
      countPayments(db, asker),
      listPaymentRuns(db, asker, { open: true }, { sort: 'newest', limit: runsShown }),
    ]);
    const wanted = query['state'] ?? '';
    const first = stages.find((stage) => counted.some(({ state }) => state === stage)) ?? 'ready';
    const state = isState(wanted) ? wanted : first;
    const page = await listPayments(
      db,
      asker,
      { state },
      { sort: 'oldest', limit: linesAPage, cursor: query['cursor'] },
    );
    return { counted, runs: runs.items, state, page };
  },
  show: ({ counted, runs, state, page }, { asker, query }) => {
    const totalOf = (of: typeof counted) => of.reduce((total, { totalPence }) => total + totalPence, 0);
    const countOf = (of: typeof counted) => of.reduce((total, { count }) => total + count, 0);
    const ready = counted.filter((one) => one.state === 'ready');
    const builds = (potId: string) =>
      rolesReaching(asker.roles, { potId, parties: {} }).some(({ name }) => name === 'payment_maker');
    // What is on hold counts as due, and no run takes it: it leads to none.
    const isShownWhole = state === 'ready' && query['cursor'] === undefined && page.next === null;
    const allOnHold = (potId: string) =>
      isShownWhole && page.items.every(({ pot, grant }) => pot.id !== potId || grant?.onHold === true);
    const pots = ready
      .filter(({ pot }) => builds(pot.id) && !allOnHold(pot.id))
      .map(({ pot, count, totalPence }) => ({
        name: pot.name,
        href: `/payment-runs/new/${pot.id}`,
        line: words.list.potLine(count, toThePenny(totalPence)),
      }));
    return {
      template: 'payments/list.njk',
      title: words.list.title,
      ready: words.list.ready(countOf(ready), toThePenny(totalOf(ready))),
      heldBack:
        ready.length > 0 && ready.every(({ pot }) => allOnHold(pot.id)) ? words.list.heldBack(countOf(ready)) : '',
      pots,
      runs: runs.map((run) => runLine(run, asker)),
      stages: stages.map((stage) => {
        const of = counted.filter((one) => one.state === stage);
        return {
          words: words.stages[stage],
          href: `/payments?state=${stage}`,
          count: String(countOf(of)),
          sum: toThePenny(totalOf(of)),
          isShown: stage === state,
        };
      }),
      shown: words.stages[state],
      payments: page.items.map(paymentLine),
      manages: asker.roles.some(({ name }) => name === 'fund_manager'),
      more: page.next === null ? undefined : `/payments?state=${state}&cursor=${encodeURIComponent(page.next)}`,
    };
  },
});

/** Every payment run that somebody may see, newest first. */
export const paymentRunsPage = definePage({
  address: '/payment-runs',
  for: staffRoles,
  words,
  load: ({ parts, asker, query }) =>
    listPaymentRuns(parts.reading.db, asker, {}, { sort: 'newest', limit: linesAPage, cursor: query['cursor'] }),
  show: ({ items, next }, { asker }) => ({
    template: 'payments/runs.njk',
    title: words.runs.title,
    back: { to: '/payments', words: words.list.title },
    runs: items.map((run) => runLine(run, asker)),
    next,
  }),
});
