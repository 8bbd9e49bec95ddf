import { decisionConfirmationRefusal, panelConfirmationRefusal } from '../../../../domain/application/confirmations';
import { lifeOf } from '../../../../domain/lives';
import { rolesReaching } from '../../../../domain/lives/roles';
import { switchedOffRefusal } from '../../../../domain/organisation/switches';
import type { PageContext } from '../../frame/page';
import { actionWords, type StaffCommand } from '../action-words';
import { standingOf, type GrantData } from './data';
import { whyNot } from './why-not';

/** Something that staff or the panel do to a grant. */
export interface Action {
  readonly command: StaffCommand;
  /** Its page, below the grant's; `now` for one that is a button on the grant's own page. */
  readonly page: string;
  /** Whether there is anything to do it to: a date to move, a report to read. */
  readonly applies?: (data: GrantData) => boolean;
}

const isOpen = ({ state }: { readonly state: string }): boolean => state === 'open';
const isUnmet = ({ state }: { readonly state: string }): boolean => state === 'open' || state === 'failed';
const refundIsDue = ({ grant }: GrantData): boolean => grant.refunds.some(({ state }) => state === 'due');
/** Whether an agreement that was signed on paper still waits for a colleague to look at it. */
const paperWaits = ({ grant, events }: GrantData): boolean =>
  grant.stage === 'offered' && events.some(({ type }) => type === 'paper_acceptance_recorded');
const reportState = ({ grant }: GrantData): string => grant.report?.state ?? 'not_due';

/** All that can be done to a grant by those who run its pot, in the order in which its life comes to it. */
const actions: readonly Action[] = [
  { command: 'submitApplication', page: 'send' },
  { command: 'startChecking', page: 'now' },
  { command: 'recordCheck', page: 'checks', applies: ({ grant }) => grant.checks.length > 0 },
  { command: 'askQuestion', page: 'question' },
  {
    command: 'askConfirmationAgain',
    page: 'confirmations',
    applies: ({ grant }) => grant.confirmations.some(({ state }) => state === 'asked'),
  },
  {
    command: 'waiveConfirmation',
    page: 'confirmations',
    applies: ({ grant }) => grant.confirmations.some(({ state }) => state === 'asked' || state === 'denied'),
  },
  { command: 'passToPanel', page: 'now' },
  { command: 'decide', page: 'decide' },
  { command: 'score', page: 'score' },
  { command: 'declareIneligible', page: 'ineligible' },
  { command: 'recordHelp', page: 'help' },
  { command: 'confirmPaperAcceptance', page: 'on-paper', applies: paperWaits },
  {
    command: 'recordPaperAcceptance',
    page: 'on-paper',
    applies: ({ grant }) => grant.award?.needsNewBudget === false,
  },
  { command: 'meetCondition', page: 'conditions', applies: ({ grant }) => grant.conditions.some(isOpen) },
  { command: 'waiveCondition', page: 'conditions', applies: ({ grant }) => grant.conditions.some(isUnmet) },
  {
    command: 'payAgain',
    page: 'pay-again',
    applies: ({ grant }) => grant.payments.some((one) => one.state === 'returned'),
  },
  { command: 'acceptReport', page: 'read-report', applies: (data) => reportState(data) === 'submitted' },
  { command: 'queryReport', page: 'read-report', applies: (data) => reportState(data) === 'submitted' },
  { command: 'waiveReport', page: 'no-report', applies: (data) => reportState(data) !== 'submitted' },
  { command: 'recordRefund', page: 'refund', applies: refundIsDue },
  { command: 'writeOffRefund', page: 'refund', applies: refundIsDue },
  { command: 'extendDate', page: 'dates', applies: (data) => movableDatesOf(data).length > 0 },
  { command: 'reassign', page: 'owner' },
  { command: 'hold', page: 'hold', applies: ({ grant }) => !grant.onHold },
  { command: 'release', page: 'hold', applies: ({ grant }) => grant.onHold },
  { command: 'terminate', page: 'end' },
];

const movable = ['offer', 'condition', 'report', 'refund', 'check', 'decision'];

/** The dates of a grant that can be made later, and the conditions whose date has passed. */
export function movableDatesOf({ grant }: GrantData) {
  const set = grant.dates.filter(({ name }) => movable.includes(name));
  const failed = grant.conditions
    .filter(({ id, state }) => state === 'failed' && !set.some(({ about }) => about === id))
    .map(({ id, dueAt }) => ({ name: 'condition', about: id, at: dueAt ?? '' }));
  const { report } = grant;
  const late =
    grant.stage === 'active' &&
    report !== null &&
    ['due', 'overdue', 'queried'].includes(report.state) &&
    report.dueAt !== null &&
    !set.some(({ name }) => name === 'report')
      ? [{ name: 'report', about: null, at: report.dueAt }]
      : [];
  return [...set, ...failed, ...late];
}

/** An action as its template has it: where it is done, or why it cannot be. */
export interface OfferedAction {
  readonly command: StaffCommand;
  readonly words: string;
  readonly href: string | undefined;
  /** Its page, or `now`. */
  readonly page: string;
  readonly why: string | undefined;
}

/** What can be done to a grant as it stands, and what cannot be done and why. An action of another stage is neither. */
export function actionsFor(data: GrantData, context: PageContext): readonly OfferedAction[] {
  const { stage } = data.grant;
  const life = lifeOf('grant');
  const roles = rolesReaching(context.asker.roles, standingOf(data).scope).map(({ name }) => name);
  const isPanelOnly = roles.every((name) => ['panel_member', 'funder', 'independent_examiner'].includes(name));
  return actions
    .filter(({ command, applies }) => life[command]?.from.includes(stage) === true && applies?.(data) !== false)
    .filter(
      ({ command }) => !isPanelOnly || life[command]?.by.some((name) => roles.some((role) => role === name)) === true,
    )
    .filter(({ command }) => command !== 'score' || roles.includes('panel_member'))
    .filter(({ command }) => switchedOffRefusal(command, data.found.switchedOn) === undefined)
    .map(({ command, page }) => ({
      command,
      page,
      words: actionWords[command].link,
      href: page === 'now' ? undefined : `/grants/${data.grant.id}/${page}`,
      why: whyNot(command, data, context)?.detail,
    }));
}

/** The one thing to do next, where it is for those who run the pot: the page's primary button. */
export function nextAction(data: GrantData, offered: readonly OfferedAction[]): OfferedAction | undefined {
  const command = nextCommand(data);
  return offered.find((one) => one.command === command);
}

function nextCommand(data: GrantData): StaffCommand | undefined {
  const { grant } = data;
  if (grant.onHold) return 'release';
  const isAsked = grant.questions.some(({ answeredAt }) => answeredAt === null);
  const isChecked = grant.checks.every(({ state }) => state === 'passed');
  switch (grant.stage) {
    case 'submitted':
      return 'startChecking';
    case 'checking':
      if (isAsked) return undefined;
      if (!isChecked) return 'recordCheck';
      return panelConfirmationRefusal(grant.confirmations) === undefined ? 'passToPanel' : 'askConfirmationAgain';
    case 'assessing':
      if (isAsked) return undefined;
      return decisionConfirmationRefusal(grant.confirmations) === undefined ? 'decide' : 'askConfirmationAgain';
    case 'offered':
      return paperWaits(data) ? 'confirmPaperAcceptance' : undefined;
    case 'active':
      // The group's turn comes first: nothing is paid before it has said where to.
      if (grant.award?.bankAccount === null && !grant.award.drawnDownByPurchases) return undefined;
      if (grant.conditions.some(({ state }) => state === 'failed')) return 'waiveCondition';
      if (grant.conditions.some(isOpen)) return 'meetCondition';
      if (grant.payments.some(({ state }) => state === 'returned')) return 'payAgain';
      return grant.report?.state === 'submitted' ? 'acceptReport' : undefined;
    case 'closing':
    case 'terminated':
      return refundIsDue(data) ? 'recordRefund' : undefined;
    default:
      return undefined;
  }
}
