import { lifeOf, lives } from '../../src/domain/lives';
import { type GrantPhase, grantPhase, type GrantStage, grantStages } from '../../src/domain/lives/grant-life';
import { absent, type Step } from '../../src/domain/lives/life';
import {
  type PaymentRunPhase,
  paymentRunPhase,
  type PaymentRunState,
  paymentRunStates,
} from '../../src/domain/lives/payment-run-life';
import {
  type PurchasePhase,
  purchasePhase,
  type PurchaseState,
  purchaseStates,
} from '../../src/domain/lives/purchase-life';
import { partyRoles, readingRoles, roles, staffRoles } from '../../src/domain/lives/roles';
import { type RoundPhase, roundPhase, type RoundState, roundStates } from '../../src/domain/lives/round-life';

type Subject = keyof typeof lives;
const subjects = Object.keys(lives) as Subject[];

const statesOf: Readonly<Record<Subject, readonly string[]>> = {
  grant: grantStages,
  purchase: purchaseStates,
  payment_run: paymentRunStates,
  round: roundStates,
  fund: ['open', 'closed'],
  pot: ['open', 'closed'],
  meeting: ['planned', 'held', 'called_off'],
  party: ['known'],
  person: ['known', 'left'],
  organisation: ['known'],
};

const steps: readonly (readonly [Subject, string, Step<string>])[] = subjects.flatMap((subject) =>
  Object.entries(lifeOf(subject)).map(([command, step]) => [subject, command, step] as const),
);

const isOnceEach = (list: readonly string[]) => list.length > 0 && new Set(list).size === list.length;

describe('every row of the tables of lives', () => {
  test.each(steps)('%s: %s begins and ends in states that there are, and somebody may send it', (subject, _, step) => {
    const { from, to, by } = step;
    expect([...statesOf[subject], absent]).toEqual(expect.arrayContaining([...from]));
    expect([...roles, 'engine']).toEqual(expect.arrayContaining([...by]));
    expect([isOnceEach(from), isOnceEach(by)]).toEqual([true, true]);
    if (to !== undefined) {
      expect(statesOf[subject]).toEqual(expect.arrayContaining([...to]));
      expect(isOnceEach(to)).toBe(true);
    }
  });

  test.each(steps)('%s: %s is announced by a name', (_, __, { event }) => {
    expect(event).toMatch(/^[a-z]+(_[a-z]+)+$/);
  });

  test.each(steps)(
    '%s: %s is the engine’s alone, where it chases, reminds or comes of a date',
    (_, command, { by }) => {
      const isOfTheClock = /^(chase|remind|expire|lapse|note|end(AppealWindow))|(Overdue|FallsDue)$/.test(command);
      if (isOfTheClock) expect(by).toEqual(['engine']);
      if (by.includes('engine')) expect(by).toEqual(['engine']);
    },
  );
});

test('what a hold stops is what promises, orders or moves money', () => {
  const stopped = steps.filter(([, , { stopsOnHold }]) => stopsOnHold === true).map(([, command]) => command);
  expect(stopped).toEqual([
    ...['decide', 'acceptOffer', 'confirmPaperAcceptance', 'payAgain', 'overtakeQueue', 'acceptReport', 'waiveReport'],
    ...['requestPurchase', 'authorisePurchase', 'orderPurchase', 'matchInvoice', 'payPurchaseAgain'],
  ]);
});

/** What people write to each other and note, also when all is over: nothing waits for it. */
const afterwardsToo: readonly string[] = ['sendMessage', 'addNote', 'noteConfirmation'];

/** Written out here a second time, on purpose: which part of a run waits for what a state waits for. */
const grantPhases: Readonly<Record<GrantStage, GrantPhase>> = {
  draft: 'draft',
  submitted: 'assessment',
  checking: 'assessment',
  assessing: 'assessment',
  refused: 'assessment',
  offered: 'offer',
  active: 'delivery',
  closing: 'closing',
  terminated: 'closing',
  not_yet: 'over',
  withdrawn: 'over',
  ineligible: 'over',
  expired: 'over',
  closed: 'over',
  declined: 'over',
  lapsed: 'over',
};
const purchasePhases: Readonly<Record<PurchaseState, PurchasePhase>> = {
  requested: 'authority',
  authorised: 'authority',
  ordered: 'delivery',
  accepted: 'delivery',
  not_delivered: 'delivery',
  delivered: 'delivery',
  invoiced: 'delivery',
  disputed: 'delivery',
  matched: 'payment',
  paid: 'payment',
  refused: 'over',
  declined: 'over',
  closed: 'over',
  cancelled: 'over',
};
const paymentRunPhases: Readonly<Record<PaymentRunState, PaymentRunPhase>> = {
  building: 'authority',
  awaiting_authorisation: 'authority',
  authorised: 'bank',
  exported: 'bank',
  sent: 'bank',
  reconciled: 'over',
  cancelled: 'over',
};
const roundPhases: Readonly<Record<RoundState, RoundPhase>> = {
  draft: 'intake',
  open: 'intake',
  closed: 'deciding',
  deciding: 'deciding',
  decided: 'over',
  cancelled: 'over',
};

const phased: readonly (readonly [
  Subject,
  readonly string[],
  (state: string) => string,
  Readonly<Record<string, string>>,
])[] = [
  ['grant', grantStages, (stage) => grantPhase(stage as GrantStage, false), grantPhases],
  ['purchase', purchaseStates, (state) => purchasePhase(state as PurchaseState), purchasePhases],
  ['payment_run', paymentRunStates, (state) => paymentRunPhase(state as PaymentRunState), paymentRunPhases],
  ['round', roundStates, (state) => roundPhase(state as RoundState), roundPhases],
];

describe.each(phased)('the phases of a %s', (subject, states, phaseOf, phases) => {
  test('are those of its states', () => {
    expect(Object.fromEntries(states.map((state) => [state, phaseOf(state)]))).toEqual(phases);
    expect(states.toSorted()).toEqual(Object.keys(phases).toSorted());
  });

  test('are over where nothing more can be asked, and only there', () => {
    for (const state of states) {
      const isAsked = Object.entries(lifeOf(subject)).some(
        ([command, { from }]) => !afterwardsToo.includes(command) && from.includes(state),
      );
      expect([state, phaseOf(state) === 'over']).toEqual([state, !isAsked]);
    }
  });
});

test('a role is for the staff, for a party or for reading, and each is once in the list', () => {
  expect(isOnceEach(roles)).toBe(true);
  expect([...staffRoles, ...partyRoles, 'panel_member', 'funder'].toSorted()).toEqual(roles.toSorted());
  expect(readingRoles.toSorted()).toEqual(roles.filter((role) => !partyRoles.includes(role)).toSorted());
});
