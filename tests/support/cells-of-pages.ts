import type { Role } from '../../src/domain/lives/roles';
import { readingRoles, staffRoles } from '../../src/domain/lives/roles';
import type { About } from './things-on-pages';

/** Who looks: somebody with one role alone, or nobody that is known. */
export type Looker = Role | 'nobody';

/** What comes of looking at an address, besides what its pages' `for` and the parties of roles say. */
export interface Cells {
  /** The kind of thing that the address is about. */
  readonly about: About;
  /** What is asked behind the address. */
  readonly query?: string;
  /** What stands in the address for whatever is not the thing's own. */
  readonly fill?: Readonly<Record<string, string>>;
  /** The states in which the page is there; all, unless said. */
  readonly in?: readonly string[];
  /** What comes of it in the other states: it is not there, or leads to where the thing is now. */
  readonly otherwise?: 404 | 303;
  /** What is answered where the page is there; 200 unless said. */
  readonly answer?: 200 | 303 | 404 | ((looker: Looker, state: string) => 200 | 303 | 404);
  /** What they are answered who are of another organisation, where nothing is named that is not theirs; as here unless said. */
  readonly elsewhere?: 303;
  /** Who reads the thing at all, where that is fewer than the page is for. */
  readonly readers?: readonly Role[];
  /** The same in one state. */
  readonly readersIn?: Readonly<Record<string, readonly Role[]>>;
  /** Roles that are held for a party see it, whosever it is. */
  readonly ofNoParty?: true;
}

const nothing: Cells = { about: 'nothing' };
/** The states in which a run has been exported, and its file is there. */
export const uploadable = ['exported', 'sent', 'reconciled'];
const madeUp: Cells = { about: 'nothing', fill: { token: 'made-up' }, answer: 404 };
const pot: Cells = { about: 'pot' };
/** A draft is its group's own until it shares it, and then nobody's besides staff. */
export const ofDrafts: NonNullable<Cells['readersIn']> = {
  draft: ['applicant', 'budget_holder'],
  'draft, shown': [...staffRoles, 'applicant', 'budget_holder'],
};
const grant: Cells = { about: 'grant', readersIn: ofDrafts };
/** A draft leads to where it is written, and one that is shown to where it is commented on. */
const leadsOn = (looker: Looker, state: string) => {
  const to =
    state === 'draft' ? ['applicant'] : state === 'draft, shown' ? ['applicant', 'grants_officer', 'fund_manager'] : [];
  return (to as readonly Looker[]).includes(looker) ? 303 : 200;
};
/** A provider hears of what is ordered. */
export const unordered: NonNullable<Cells['readersIn']> = Object.fromEntries(
  ['requested', 'authorised', 'refused', 'cancelled, never ordered'].map((state) => [
    state,
    [...staffRoles, 'budget_holder'],
  ]),
);
const signedOut = (looker: Looker) => (looker === 'nobody' ? 200 : 303);

/** The states in which a grant has an agreement that was accepted. */
export const accepted = [
  'active',
  'active, on hold',
  'active, reported',
  'active, condition open',
  'closing',
  'closing, reported',
  'closed, reported',
  'terminated',
];
const awarded = [...accepted, 'offered', 'offered, less', 'declined', 'lapsed'];
const running = ['active', 'active, on hold', 'active, condition open'];
/** A report is written while the grant runs; afterwards its pages lead to where it can be read. */
const reporting: Cells = {
  ...grant,
  in: awarded,
  otherwise: 404,
  answer: (_, state) => (running.includes(state) ? 200 : 303),
};
/** An application's own pages: in other states they lead to where it is now. */
const draft: Cells = {
  about: 'grant',
  in: ['draft', 'draft, shown'],
  otherwise: 303,
  readers: ['grants_officer', 'applicant'],
  readersIn: { draft: ['applicant'], 'draft, shown': ['applicant'] },
};

/** Every address of pages for people. What a page is for is the page's own to say; a new address needs a line here. */
export const cellsOfPages: Readonly<Record<string, Cells>> = {
  '/': { about: 'nothing', answer: 303 },
  '/o/:org': pot,
  '/o/:org/privacy': pot,
  '/o/:org/pots/:pot': pot,
  '/o/:org/pots/:pot/eligibility': pot,
  '/o/:org/pots/:pot/start': { ...pot, answer: (_, state) => (state === 'closed' ? 303 : 200) },
  '/o/:org/pots/:pot/sent': pot,
  '/register/:token': madeUp,
  '/announcements/:token': madeUp,
  '/announcements/:token/leave': madeUp,
  '/confirmations/:token': madeUp,
  '/orders/:token': { about: 'nothing', fill: { token: 'made-up' } },
  '/set-up/:secret': { about: 'nothing', fill: { secret: 'made-up' } },
  '/sign-in': { about: 'nothing', answer: signedOut },
  '/sign-in/sent': { about: 'nothing', answer: 303 },
  '/sign-in/link/:token': { about: 'nothing', fill: { token: 'made-up' } },
  '/sign-in/choose': { about: 'nothing', answer: (looker) => (looker === 'nobody' ? 303 : 200) },
  '/sign-in/with-provider': { about: 'nothing', answer: 404 },
  '/sign-in/provider': nothing,
  '/sign-in/second-factor': { about: 'nothing', answer: 303 },
  '/sign-in/passkey': { about: 'nothing', answer: 303 },
  '/sign-in/recovery-codes': { about: 'nothing', answer: 303 },
  '/sign-out': { about: 'nothing', answer: (looker) => (looker === 'nobody' ? 303 : 200) },
  '/account': nothing,
  '/account/app': nothing,
  // Browsers make no passkeys for an address of numbers, as the tests have.
  '/account/passkeys/new': { about: 'nothing', answer: 404 },
  '/account/passkeys/:id': { about: 'nothing', answer: 404 },
  '/organisation': nothing,
  '/organisation/switches': nothing,
  '/people': nothing,
  '/people/new': nothing,
  '/people/:id': { about: 'person' },
  '/people/:id/leave': { about: 'person' },
  '/people/:id/second-factor': { about: 'person' },
  '/applications/:id': draft,
  '/applications/:id/check': draft,
  '/applications/:id/:section': { ...draft, fill: { section: 'purpose' } },
  '/applications/:id/sent': {
    about: 'grant',
    readers: [...readingRoles, 'applicant', 'budget_holder'],
    readersIn: { draft: [], 'draft, shown': [], expired: [] },
  },
  '/applications/:id/feedback': { about: 'grant', in: ['draft, shown'] },
  '/home': nothing,
  // Nobody of these acts for a host.
  '/receiving': { about: 'nothing', answer: 404 },
  '/grants': nothing,
  '/grants/as/:kind': { about: 'nothing', fill: { kind: 'xlsx' } },
  '/grants/:id': { ...grant, answer: leadsOn },
  '/grants/:id/application': grant,
  '/grants/:id/withdraw': grant,
  '/grants/:id/appeal': grant,
  '/grants/:id/offer': {
    ...grant,
    in: awarded,
    otherwise: 404,
    answer: (_, state) => (state === 'offered' ? 200 : 303),
  },
  '/grants/:id/decline': grant,
  '/grants/:id/budget': { ...grant, in: ['offered, less'], otherwise: 303 },
  '/grants/:id/agreement': { ...grant, in: ['offered', ...accepted], otherwise: 404 },
  '/grants/:id/agreement.pdf': { ...grant, in: ['offered', ...accepted], otherwise: 404 },
  '/grants/:id/offer-letter.pdf': { ...grant, in: awarded, otherwise: 404 },
  '/grants/:id/refusal-letter.pdf': { ...grant, in: ['refused'], otherwise: 404 },
  '/grants/:id/bank-details': grant,
  '/grants/:id/refund': grant,
  '/grants/:id/report': { ...grant, in: awarded, otherwise: 404 },
  '/grants/:id/report/check': reporting,
  '/grants/:id/report/:section': { ...reporting, fill: { section: 'activities' } },
  // There are none, and after the report none is taken; receipts are asked for with a question about it.
  '/grants/:id/report/photos': { ...grant, in: running, otherwise: 404 },
  '/grants/:id/report/receipts': { ...grant, answer: 404 },
  '/grants/:id/host': grant,
  '/grants/:id/second-contact': grant,
  '/grants/:id/messages': { ...grant, readersIn: { draft: [], 'draft, shown': staffRoles } },
  '/grants/:id/documents': grant,
  '/grants/:id/score': { ...grant, readersIn: { draft: [], 'draft, shown': [] } },
  '/grants/:id/on-paper': { ...grant, readersIn: { draft: [], 'draft, shown': [] } },
  '/grants/:id/conditions/:condition': { ...grant, in: ['active, condition open'], otherwise: 404 },
  ...Object.fromEntries(
    [
      'send',
      'checks',
      'question',
      'ineligible',
      'help',
      'confirmations',
      'owner',
      'decide',
      'conditions',
      'pay-again',
      'read-report',
      'no-report',
      'dates',
      'hold',
      'end',
      'notes',
    ].map((page) => [`/grants/:id/${page}`, grant]),
  ),
  '/files/:id': { about: 'nothing', answer: 404 },
  '/groups': nothing,
  '/groups/new': nothing,
  '/groups/:id': { about: 'group' },
  '/groups/:id/connect': { about: 'group' },
  '/groups/:id/disconnect': { about: 'group' },
  '/groups/:id/apply': { about: 'group', in: ['group', 'employer'], otherwise: 404 },
  '/operations': nothing,
  '/operations/:kind': { about: 'nothing', fill: { kind: 'failed' } },
  '/operations/mail/:id': { about: 'nothing', answer: 404 },
  '/meetings': nothing,
  '/meetings/plan': nothing,
  '/meetings/:id': { about: 'meeting' },
  '/meetings/:id/minute': { about: 'meeting', in: ['planned', 'held'], otherwise: 303 },
  '/meetings/:id/pack.pdf': { about: 'meeting', in: ['planned', 'held'], otherwise: 404 },
  '/meetings/:id/minute.pdf': { about: 'meeting', in: ['planned', 'held'], otherwise: 404 },
  '/meetings/:id/calendar.ics': { about: 'meeting' },
  '/meetings/:id/move': { about: 'meeting' },
  '/meetings/:id/call-off': { about: 'meeting' },
  '/meetings/:id/record': { about: 'meeting', in: ['planned'], otherwise: 303 },
  // What was not decided at one that is over is not its business any more.
  '/meetings/:id/record/:item': { about: 'meeting', in: ['planned'] },
  '/meetings/:id/items/:item': { about: 'meeting', in: ['planned'] },
  '/budget': nothing,
  // Who has no budget is led to where they would see it.
  '/budget/buy': { about: 'nothing', elsewhere: 303 },
  '/budget/buy/provider': { about: 'nothing', answer: 303 },
  '/budget/buy/confirm': { about: 'nothing', answer: 303 },
  '/purchases': nothing,
  '/purchases/:id': {
    about: 'purchase',
    readers: [...staffRoles, 'budget_holder', 'provider'],
    readersIn: unordered,
  },
  '/purchases/:id/change': { about: 'purchase' },
  '/orders': nothing,
  '/orders/bank-details': nothing,
  '/directory': nothing,
  '/directory/add': nothing,
  '/directory/:id': { about: 'service', in: ['offered'] },
  '/figures': nothing,
  '/pots': nothing,
  '/pots/new': nothing,
  '/pots/:id': pot,
  '/pots/:id/figures': pot,
  '/pots/:id/figures/:of': { ...pot, fill: { of: 'waiting' } },
  '/pots/:id/letters': pot,
  '/pots/:id/letters/:letter': { ...pot, fill: { letter: 'offer-made' } },
  '/pots/:id/rules': pot,
  '/pots/:id/settings': pot,
  '/pots/:id/settings/publish': pot,
  '/pots/:id/settings/:section': { about: 'pot', fill: { section: 'limits' }, in: ['open'] },
  '/rounds': nothing,
  '/rounds/plan': nothing,
  '/rounds/:id': { about: 'round' },
  '/payments': nothing,
  '/payments/:id/again': { about: 'payment' },
  '/payments/:id/ahead': { about: 'payment' },
  '/payment-runs': nothing,
  '/payment-runs/new/:pot': pot,
  '/payment-runs/:id': { about: 'run' },
  '/payment-runs/:id/cancel': { about: 'run' },
  '/payment-runs/:id/owner': { about: 'run' },
  '/payment-runs/:id/take-out/:payment': { about: 'run' },
  '/payment-runs/:id/file': { about: 'run', in: uploadable, otherwise: 404 },
  '/payment-runs/:id/keying-sheet': { about: 'run', in: uploadable, otherwise: 404 },
  '/money': nothing,
  '/money/new': nothing,
  '/money/pots/:id': pot,
  '/money/pots/:id/accounts/:account': { ...pot, fill: { account: 'bank' } },
  '/money/pots/:id/as/:kind': { ...pot, fill: { kind: 'csv' } },
  '/money/pots/:id/held/:of': { ...pot, fill: { of: 'left' } },
  '/money/funds/:id/accounts/:account': { about: 'fund', fill: { account: 'pledge' } },
  '/money/grants/:id': grant,
  // These moved no money.
  '/money/causes/:id': { about: 'command', answer: 404 },
  '/funds/:id': { about: 'fund' },
  '/funds/:id/figures': { about: 'fund' },
  '/funds/:id/refund-account': { about: 'fund' },
  '/funds/:id/expect': { about: 'fund' },
  '/funds/:id/instalments/:instalment': { about: 'fund' },
  '/work': nothing,
  '/together/:deed': { about: 'nothing', fill: { deed: 'made-up' }, answer: 404 },
  '/views': nothing,
  // A view is of filters, and one that there is.
  '/views/new': { about: 'nothing', answer: 404 },
  '/views/:id': { about: 'nothing', answer: 404 },
  '/commands/:id': { about: 'command', readers: staffRoles, answer: 303 },
};
