import type { TimelineEvent } from '../../../../db/queries/grants/timeline';
import { instantInWords, londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import type { PaymentState } from '../../../domain/money/payment-states';
import type { StatusName } from '../../../domain/words/status';
import { awayInWords } from '../frame/when';
import { sum, sumsAlike } from '../frame/sum';
import type { GroupGrant } from './grant-data';
import { timelineView } from './timeline';
import { groupWords as w } from './words';

/** The one next step that a group takes at each status: its words, and where below the grant's address it is done. */
const nextSteps: Readonly<Partial<Record<StatusName, readonly [words: string, place: string]>>> = {
  question_open: [w.next.question, '#question'],
  offered: [w.next.offer, '/offer'],
  offered_less: [w.next.budget, '/budget'],
  details_wanted: [w.next.bank, '/bank-details'],
  payment_returned: [w.next.bankAgain, '/bank-details'],
  condition_open: [w.next.conditions, '/conditions'],
  condition_failed: [w.next.conditions, '/conditions'],
  report_due: [w.next.report, '/report'],
  report_overdue: [w.next.report, '/report'],
  report_queried: [w.next.reportAnswer, '/report'],
  paid: [w.next.reportEarly, '/report'],
  refund_due: [w.next.refund, '/refund'],
};

/** Whether anybody still waits for what is to be confirmed of an application. */
export const isToConfirm = ({ stage }: GroupGrant): boolean => ['submitted', 'checking', 'assessing'].includes(stage);
/** Where the group names somebody else, by who said that it is not right. */
const namedAt = { second_contact: 'second-contact', host: 'host' } as const;

/** Who told us that it is not right, so that the group has to name somebody else; what we asked the group itself comes first. */
function saidNo(grant: GroupGrant) {
  if (!isToConfirm(grant) || grant.onHold || grant.status.name === 'question_open') return undefined;
  return grant.confirmations.flatMap(({ kind, state, contact }) =>
    state === 'denied' && contact !== null && kind !== 'application'
      ? [{ place: namedAt[kind], name: contact.name }]
      : [],
  )[0];
}

/** The next step of a group, as a link; none where nothing is theirs to do. */
function nextStep(grant: GroupGrant) {
  const { id, status, award, allowed, conditions, waitsForOthers, mayAccept } = grant;
  const denied = saidNo(grant);
  if (denied !== undefined)
    return { words: w.contacts.nameAnother, href: `/grants/${id}/${denied.place}`, canWait: false };
  if (waitsForOthers) return { words: w.signed.next, href: `/grants/${id}/offer`, canWait: true };
  if (status.name === 'draft') return { words: w.next.draft, href: `/applications/${id}`, canWait: false };
  const isTold = status.name === 'details_wanted' && award?.drawnDownByPurchases === true;
  const step = isTold ? undefined : nextSteps[status.name];
  if (status.name === 'host_details_wanted')
    return { words: w.next.hostBank, href: `/grants/${id}/host`, canWait: true };
  // A right, and no duty.
  if (allowed.includes('appeal')) return { words: w.next.appeal, href: `/grants/${id}/appeal`, canWait: true };
  if (step === undefined) return undefined;
  if (step[1] === '/conditions') {
    const first = conditions.find(({ state }) => state === 'open' || state === 'failed');
    return { words: step[0], href: `/grants/${id}/conditions/${first?.id ?? ''}`, canWait: false };
  }
  // What can wait for months, or is for others to do, is no green button.
  return { words: step[0], href: `/grants/${id}${step[1]}`, canWait: status.name === 'paid' || mayAccept === false };
}

/** Whether something is theirs to do now. What they may do some day, such as a report next year or an appeal, is not. */
const isYours = (grant: GroupGrant): boolean => saidNo(grant) !== undefined || isExpectedOfYou(grant);

const isExpectedOfYou = ({ status, next, waitsForOthers, mayAccept }: GroupGrant): boolean =>
  next.of === 'group' && ['yours', 'late'].includes(status.meaning) && !waitsForOthers && mayAccept !== false;

/** Whether the date of a draft is only that until which it is kept: it may be sent at any time before, so nothing is due then. */
const isOnlyKept = ({ stage, next, dates }: GroupGrant): boolean =>
  stage === 'draft' && next.by === dates.find(({ name }) => name === 'draft')?.at;

/** Where it is, who has it, what is next, by when. */
function statusView(grant: GroupGrant) {
  const { status, next, owner, now } = grant;
  const denied = saidNo(grant);
  if (denied !== undefined)
    return {
      tag: { words: w.contacts.nameAnother, meaning: 'yours' as const },
      why: w.contacts.saidNo(denied.name),
      who: w.withWhom(w.who.group),
      when: undefined,
    };
  if (grant.waitsForOthers) {
    const by = next.by as Instant | null;
    return {
      tag: { words: w.signed.tag, meaning: 'other' },
      why: w.signed.why(sum(grant.award?.awardedPence ?? 0), by === null ? undefined : instantInWords(by)),
      who: w.signed.who,
      when: by === null ? undefined : w.inTime(awayInWords(by, now)),
    };
  }
  if (next.of === 'group' && !isYours(grant)) {
    const isOthers = grant.mayAccept === false;
    return {
      tag: { words: status.words, meaning: isOthers ? ('other' as const) : status.meaning },
      why: next.why,
      who: isOthers ? w.committee : w.nobody,
      when: next.by === null ? undefined : (isOthers ? w.inTime : w.nextDate)(awayInWords(next.by as Instant, now)),
    };
  }
  const officer = next.of === 'officer' && owner !== null ? owner.name : undefined;
  const who = officer === undefined ? w.who[next.of] : `${w.who.officer}, ${officer}`;
  return {
    tag: { words: status.words, meaning: status.meaning },
    why: next.why,
    who: next.of === 'nobody' ? w.nobody : w.withWhom(who),
    when:
      next.by === null || next.of === 'nobody' || isOnlyKept(grant)
        ? undefined
        : w.inTime(awayInWords(next.by as Instant, now)),
  };
}

/** Whether a group that was told "not yet" has not applied again so far: that is theirs to do, however long ago it was. */
const isToFollow = ({ id, stage }: GroupGrant, all: readonly GroupGrant[]): boolean =>
  stage === 'not_yet' && !all.some(({ followsId }) => followsId === id);

/** One card of the first page; `all` are the others of its groups. */
function cardView(grant: GroupGrant, all: readonly GroupGrant[]) {
  const { id, reference, pot, party, award, askedPence, final, stage } = grant;
  const amount = award?.awardedPence ?? askedPence;
  const mayFollow = isToFollow(grant, all);
  return {
    title: pot.name,
    href: stage === 'draft' ? `/applications/${id}` : `/grants/${id}`,
    caption: [reference ?? w.home.draft, party.name, ...(amount === null ? [] : [sum(amount)])].join(' · '),
    ...statusView(grant),
    step: nextStep(grant) ?? (mayFollow ? { words: w.next.again, href: `/grants/${id}`, canWait: true } : undefined),
    by: isOnlyKept(grant) ? keptLast : grant.next.by,
    isYours: isYours(grant),
    isOver: final && !mayFollow,
  };
}

/** After every date, and after what has none: drafts that may be sent at any time. */
const keptLast = 'last';

/** What is due soonest first, then what has no date, then what is only kept. */
const bySoonest = (one: { readonly by: string | null }, other: { readonly by: string | null }): number =>
  (one.by ?? '9').localeCompare(other.by ?? '9');

/** The first page: what waits for the group first, what is over last. */
export function homeView(grants: readonly GroupGrant[]) {
  const cards = grants.map((grant) => cardView(grant, grants));
  const groups = [...new Set(grants.map(({ party }) => party.name))];
  return {
    heading: groups.length === 1 && groups[0] !== undefined ? w.home.titleFor(groups[0]) : w.home.title,
    waiting: w.home.waiting(cards.filter(({ isYours, isOver }) => isYours && !isOver).length),
    cards: [
      ...cards.filter((one) => !one.isOver && one.isYours).toSorted(bySoonest),
      ...cards.filter((one) => !one.isOver && !one.isYours),
    ],
    over: cards.filter(({ isOver }) => isOver),
  };
}

/** An offer that nobody took leaves neither money nor an agreement behind. */
const neverAgreed: readonly string[] = ['declined', 'lapsed', 'withdrawn'];

/** Money in its one order: awarded, paid, promised, left; after it what went back to the pot unpaid, is due back and came back. */
function moneyView({ money, stage }: GroupGrant) {
  if (money === null || neverAgreed.includes(stage)) return undefined;
  const { awardedPence, paidPence, promisedPence, leftPence, cameBackPence, refundDuePence, refundedPence } = money;
  const always = [
    [w.moneyLines.awarded, awardedPence],
    [w.moneyLines.paid, paidPence],
    [w.moneyLines.promised, promisedPence],
    [w.moneyLines.left, leftPence],
  ] as const;
  const sometimes = [
    [w.moneyLines.cameBack, cameBackPence],
    [w.moneyLines.refundDue, refundDuePence],
    [w.moneyLines.refunded, refundedPence],
  ] as const;
  const all = [...always, ...sometimes.filter(([, amount]) => amount > 0)];
  const alike = sumsAlike(all.map(([, amount]) => amount));
  return all.map(([words, amount]) => ({ words, amount: alike(amount) }));
}

/** Payments that a hold stops: whatever is with the bank already goes on. */
const heldBack: readonly PaymentState[] = ['scheduled', 'waiting_for_cash', 'ready', 'in_run', 'authorised'];

const shortDay = (at: string): string => shortDateInWords(londonDate(at as Instant));

/** Where a condition is, in one word. */
export const conditionTag = (state: GroupGrant['conditions'][number]['state']) => ({
  words: w.grant.conditionStates[state],
  meaning: ({ open: 'yours', met: 'done', waived: 'over', failed: 'late' } as const)[state],
});

/** Everything on a group's page about one grant but its forms. */
export function grantView(grant: GroupGrant, events: readonly TimelineEvent[]) {
  const { reference, pot, party, owner, award, payments, conditions, questions, application, stage, onHold } = grant;
  // Nothing more is paid of what has ended, and what is bought is paid to providers.
  const account = stage === 'active' && award?.drawnDownByPurchases !== true ? award?.bankAccount : undefined;
  const alike = sumsAlike(payments.map(({ amountPence }) => amountPence));
  return {
    id: grant.id,
    title: party.name,
    caption: w.grant.caption(reference ?? '', pot.name),
    status: statusView(grant),
    step: nextStep(grant),
    purpose: application?.purpose ?? '',
    money: moneyView(grant),
    payments: payments.map(({ amountPence, dueAt, state, settledOn, why }) => ({
      amount: alike(amountPence),
      due: shortDay(dueAt),
      state:
        settledOn === null
          ? onHold && heldBack.includes(state)
            ? w.grant.paymentOnHold
            : w.grant.paymentStates[state]
          : w.grant.paidOn(shortDateInWords(settledOn as `${number}-${number}-${number}`)),
      why: why ?? '',
    })),
    account: account == null ? undefined : w.grant.account(account.accountName, account.lastDigits),
    conditions: conditions.map(({ id, number, wording, state, dueAt }) => ({
      wording,
      href: `/grants/${grant.id}/conditions/${id}`,
      link: state === 'open' ? w.grant.conditionShow : w.grant.conditionLook,
      number,
      tag: conditionTag(state),
      by: dueAt === null || state !== 'open' ? undefined : w.grant.conditionBy(instantInWords(dueAt as Instant)),
    })),
    questions: questions.map(({ question, answer, askedAt, answeredAt }) => ({
      question,
      answer: answer ?? undefined,
      askedOn: shortDay(askedAt),
      answeredOn: answeredAt === null ? undefined : shortDay(answeredAt),
    })),
    help: grant.help,
    confirmations: confirmationsView(grant),
    unconfirmed: unconfirmedView(grant),
    owner: owner === null ? undefined : w.grant.officer(owner.name),
    more: moreOf(grant),
    events: timelineView(grant, events),
  };
}

/** Who still keeps the application from the panel, and where something is done about it; nothing once it is decided. */
function unconfirmedView(grant: GroupGrant) {
  const { id, confirmations } = grant;
  if (!isToConfirm(grant)) return [];
  // Whom the page's own next step is about is not said twice.
  const told = saidNo(grant);
  return confirmations.flatMap(({ kind, state, contact }) => {
    if (contact === null || kind === 'application' || (state !== 'asked' && state !== 'denied')) return [];
    const place = namedAt[kind];
    if (state === 'denied' && told?.place === place) return [];
    const words = state === 'asked' ? w.contacts.waitsFor(contact.name) : w.contacts.saidNo(contact.name);
    return [{ words, href: `/grants/${id}/${place}` }];
  });
}

/** Who was asked to confirm something, and whether they have; nothing once all have and it is decided. */
function confirmationsView(grant: GroupGrant) {
  const { confirmations, host } = grant;
  if (!isToConfirm(grant)) return [];
  return confirmations.map(({ kind, state, contact }) => ({
    what: w.contacts.kinds[kind],
    who: [...(kind === 'host' && host !== null ? [host.name] : []), ...(contact === null ? [] : [contact.name])].join(
      ', ',
    ),
    tag: {
      words: w.contacts.states[state],
      meaning: ({ asked: 'other', confirmed: 'done', denied: 'late', waived: 'over' } as const)[state],
    },
  }));
}

/** Whether there is something to report, or a report to look at: of a grant that has ended none is asked. */
const isReportThere = (stage: GroupGrant['stage'], report: GroupGrant['report']): boolean =>
  report !== null && (report.content !== null || stage === 'active');

/** What else can be looked at or done, as links. */
function moreOf({ id, stage, award, report, allowed, unreadMessages, host }: GroupGrant) {
  const at = (place: string) => `/grants/${id}/${place}`;
  const isAgreed = !['offered', ...neverAgreed].includes(stage);
  const isAwarded = award !== null && !award.needsNewBudget && !neverAgreed.includes(stage);
  return [
    { words: w.grant.application, href: at('application') },
    ...(isAwarded ? [{ words: w.grant.agreement, href: at('agreement') }] : []),
    ...(stage === 'active' && award?.drawnDownByPurchases === false && host === null
      ? [{ words: w.grant.bank, href: at('bank-details') }]
      : []),
    { words: w.grant.documents, href: at('documents') },
    ...(isAgreed && isReportThere(stage, report) ? [{ words: w.grant.report, href: at('report') }] : []),
    {
      words: w.grant.messages,
      href: at('messages'),
      ...(unreadMessages ? { tag: { words: w.grant.unread(unreadMessages), meaning: 'yours' as const } } : {}),
    },
    ...(allowed.includes('nameHost') ? [{ words: w.grant.host, href: at('host') }] : []),
    ...(allowed.includes('replaceSecondContact') ? [{ words: w.grant.secondContact, href: at('second-contact') }] : []),
    ...(allowed.includes('declineOffer') ? [{ words: w.grant.decline, href: at('decline') }] : []),
    ...(allowed.includes('withdraw') && stage !== 'offered' ? [{ words: w.grant.withdraw, href: at('withdraw') }] : []),
  ];
}
