import type { GrantFound } from '../../../../db/queries/grants/grant';
import { checklist } from '../../../domain/application/checklist';
import { isDrawnDownByPurchases } from '../../../domain/award/drawn-down';
import { expectedNext, statusOf } from '../../../domain/expected-next/expected-next';
import type { GrantStanding, PaymentStanding } from '../../../domain/expected-next/standing';
import { whyItWaits } from '../../../domain/expected-next/why-it-waits';
import type { HeldRole } from '../../../domain/lives/roles';
import { londonDate, type Instant } from '../../../domain/calendar/calendar';
import { pence, type Pence, sumPence } from '../../../domain/money/money';
import { applicationTold, readings, reportTold } from '../../../domain/people/reading';
import type { Reader } from '../../../domain/words/status';
import { switchedOffRefusal } from '../../../domain/organisation/switches';
import type { grantAnswer } from '../../schemas/reads/grants/grant';
import type { Told } from '../read-route';
import { allowedTo } from './allowed';

type Answer = Told<typeof grantAnswer>;

/** A grant as somebody is told of it: in the words for a group or for staff, without what is not theirs to see. */
export function answerGrant(whole: GrantFound, roles: readonly HeldRole[]): Answer {
  const found = told(whole);
  const mayContact = readings[found.closeness].contacts;
  const reader: Reader = found.closeness === 'group' ? 'group' : 'staff';
  const standing = standingOf(found);
  const scope = { potId: found.pot_id, parties: { applicant: found.party_id, budget_holder: found.party_id } };
  return {
    id: found.id,
    reference: found.reference,
    stage: found.stage,
    version: found.version,
    final: found.final,
    status: statusOf(standing, reader),
    next: expectedNext(standing, reader),
    allowed: allowedTo(roles, 'grant', { state: found.stage, onHold: found.heldSince !== null, scope }).filter(
      (command) => switchedOffRefusal(command, found.switchedOn) === undefined,
    ),
    onHold: found.heldSince !== null,
    heldSince: found.heldSince,
    clockPausedSince: found.pausedSince,
    appealed: found.appealed,
    pot: found.pot,
    fund: found.fund,
    party: { ...found.party, kind: found.partyKind },
    owner: found.owner,
    round: found.round,
    host: found.host,
    followsId: found.follows_id,
    createdBy: found.creator,
    helpedBy: found.helper,
    createdAt: found.created_at,
    changedAt: found.changed_at,
    submittedAt: found.submitted_at,
    policyVersion: found.policyVersion,
    askedPence: found.asked_pence,
    application: found.content === null ? null : applicationTold(found.content, found.closeness),
    confirmations: found.confirmations,
    checks: checksOf(found),
    questions: found.questions,
    decisions: found.decisions,
    award: awardOf(found, mayContact),
    acceptances: found.acceptances,
    conditions: found.conditions,
    payments: found.payments.map(({ place, wantsDetails: _, ...payment }, index) => ({
      ...payment,
      line: place?.line ?? null,
      expectedOn: place?.expectedOn ?? null,
      why:
        standing.payments[index] === undefined ? null : whyItWaits(standing.payments[index], found.funderName, reader),
    })),
    report: found.report,
    refunds: found.refunds,
    money: moneyOf(found),
    unreadMessages: unreadOf(found),
    dates: found.deadlines.map(({ name, about, at }) => ({ name, about: about ?? null, at })),
  };
}

/** What is found, without what its reader is not told: null in its place. */
function told(found: GrantFound) {
  const { people, contacts, correspondence, audiences } = readings[found.closeness];
  const who = <Person>(person: Person): Person | null => (people ? person : null);
  const written = <Text>(text: Text): Text | null => (correspondence ? text : null);
  const { report, lastMove } = found;
  return {
    ...found,
    creator: who(found.creator),
    helper: who(found.helper),
    owner: who(found.owner),
    confirmations: found.confirmations.map((one) => ({
      ...one,
      waivedBy: who(one.waivedBy),
      contact: contacts ? one.contact : null,
    })),
    checks: found.checks.map((one) => ({ ...one, checkedBy: who(one.checkedBy) })),
    questions: found.questions.map((one) => ({
      ...one,
      question: written(one.question),
      askedBy: who(one.askedBy),
      answer: written(one.answer),
      answeredBy: who(one.answeredBy),
    })),
    decisions: found.decisions.map((one) => ({ ...one, recordedBy: who(one.recordedBy) })),
    acceptances: found.acceptances.map((one) => ({ ...one, person: who(one.person) })),
    conditions: found.conditions.map((one) => ({
      ...one,
      wording: written(one.wording),
      settledBy: who(one.settledBy),
    })),
    payments: found.payments.map((one) => ({ ...one, run: written(one.run) })),
    report:
      report === null
        ? null
        : {
            ...report,
            submittedBy: who(report.submittedBy),
            acceptedBy: who(report.acceptedBy),
            content: report.content === null ? null : reportTold(report.content, found.closeness),
          },
    // A reason is told to those for whom what happened is.
    lastMove:
      lastMove === null
        ? null
        : {
            ...lastMove,
            text: (audiences as readonly string[]).includes(lastMove.audience) ? written(lastMove.text) : null,
          },
  };
}

/** A grant without what its reader is not told. */
type GrantTold = ReturnType<typeof told>;

/** The group has still to read what staff wrote, and staff what the group wrote; others read neither. */
function unreadOf(found: GrantTold): number | null {
  if (found.closeness === 'panel' || found.closeness === 'funder') return null;
  return found.unreadFrom?.[found.closeness === 'group' ? 'staff' : 'group'] ?? 0;
}

/** The checks that the policy wants and where each stands, with who last passed it. */
function checksOf(found: GrantTold): Answer['checks'] {
  const passed = found.checks.filter((check) => check.passed);
  const items = checklist(
    found.policy,
    { childrenOrAdultsAtRisk: found.content?.childrenOrAdultsAtRisk ?? false },
    passed.map(({ kind, checkedOn, expiresOn }) => ({ kind, passedOn: checkedOn, expiresOn })),
    londonDate(found.now),
  );
  return items.map(({ kind, state, expiresOn }) => {
    const last = passed.find((check) => check.kind === kind);
    return {
      kind,
      state,
      expiresOn: expiresOn ?? null,
      checkedOn: last?.checkedOn ?? null,
      checkedBy: last?.checkedBy ?? null,
    };
  });
}

const isDrawnDown = (found: GrantTold): boolean => isDrawnDownByPurchases(found.partyKind, found.policy);

function awardOf(found: GrantTold, mayContact: boolean): Answer['award'] {
  if (found.award === null) return null;
  const { bankAccount, ...award } = found.award;
  return {
    ...award,
    signatoriesNeeded: found.policy.offer.signatories,
    drawnDownByPurchases: isDrawnDown(found),
    bankAccount: mayContact ? bankAccount : null,
  };
}

/** The grant's money, from its accounts; what was returned has left them, so it is told by the refunds. */
function moneyOf(found: GrantTold): Answer['money'] {
  if (found.award === null) return null;
  const holds = (kind: keyof NonNullable<GrantFound['balances']>): Pence => pence(found.balances?.[kind] ?? 0);
  const refundedPence = sumPence(
    found.refunds.filter(({ state }) => state === 'received').map(({ amountPence }) => pence(amountPence)),
  );
  const waiting = found.payments.filter(({ state }) => state === 'waiting_for_cash');
  return {
    awardedPence: found.award.awardedPence,
    paidPence: sumPence([holds('spent'), holds('refund_due'), holds('written_off'), refundedPence]),
    promisedPence: holds('promised'),
    leftPence: holds('committed'),
    refundDuePence: holds('refund_due'),
    refundedPence,
    writtenOffPence: holds('written_off'),
    waitingForCashPence: sumPence(waiting.map(({ amountPence }) => pence(amountPence))),
    cameBackPence: found.award.cameBackPence,
  };
}

/** How the grant stands, as far as words about it need. */
function standingOf(found: GrantTold): GrantStanding {
  const { award, lastMove, refunds } = found;
  const due = refunds.find(({ state }) => state === 'due');
  return {
    stage: found.stage,
    now: found.now,
    deadlines: found.deadlines,
    since: lastMove?.at ?? (found.changed_at as Instant),
    reason: lastMove?.text ?? null,
    submittedAt: found.submitted_at as Instant | null,
    heldSince: found.heldSince,
    pausedSince: found.pausedSince,
    appealed: found.appealed,
    questionOpen: found.questions.some(({ answeredAt }) => answeredAt === null),
    askedPence: found.asked_pence === null ? null : pence(found.asked_pence),
    ownerName: found.owner?.name ?? null,
    funderName: found.funderName,
    feedbackBy: found.feedbackBy,
    closesAt: found.policy.intake === 'window' ? found.closesAt : null,
    meetsAt: found.meetsAt,
    award:
      award === null
        ? null
        : {
            awardedPence: pence(award.awardedPence),
            needsNewBudget: award.needsNewBudget,
            accepted: found.acceptances.length,
            signatories: found.policy.offer.signatories,
            hasBankDetails: award.bankAccount !== null || isDrawnDown(found),
            host: found.host?.name,
          },
    conditions: found.conditions,
    payments: found.payments.map(
      ({ state, amountPence, dueAt, place, settledOn, run, wantsDetails }): PaymentStanding => ({
        state,
        amountPence: pence(amountPence),
        dueAt,
        line: place?.line ?? null,
        expectedOn: place?.expectedOn ?? null,
        settledOn,
        runName: run?.name ?? null,
        wantsDetails,
      }),
    ),
    report: found.report,
    refund: due === undefined ? null : { amountPence: pence(due.amountPence), dueAt: due.dueAt },
  };
}
