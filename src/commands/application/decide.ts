import type { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import { appealDeadline } from '../../domain/application/application-deadlines';
import { addPeriod } from '../../domain/calendar/calendar';
import { arm, type Deadline, disarm, disarmAll } from '../../domain/calendar/deadlines';
import { decisionConfirmationRefusal } from '../../domain/application/confirmations';
import { awardedPence, decisionRefusals } from '../../domain/decision/decision';
import { offerDeadline } from '../../domain/award/grant-deadlines';
import { type Pence, pence } from '../../domain/money/money';
import type { Policy } from '../../domain/policy/policy';
import { refuse, type Refusal, together } from '../../domain/refusals/refusal';
import type { Change, Mail } from '../apply/change';
import { confirmationsOf } from '../confirmations/read-confirmations';
import { mailTo, policyOf, type GrantContext } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';
import { defineCommand } from '../apply/definition';
import type { DecideBody } from './decide-body';
import { type Awarding, type AwardReadings, makeAward, readForAward } from './make-award';
import { whoDecides, type Deciders } from './who-decides';

/**
 * Decides an application. An award reserves the pot's budget in the same transaction, so of those who race for the last pound one
 * gets it, and keeps the version of the policy by which it was made. "Not yet" is final, and a new application may follow it; a
 * refusal is final once nobody has appealed in time, or at once when it was appealed against before.
 * All that it asks is read in one flight, what an award is judged by also where nobody may decide.
 * @refusal APPLICATION_UNCONFIRMED, HOST_UNCONFIRMED, those of `decisionRefusals`, `whoDecides` and `makeAward`
 */
export const decide = defineCommand<DecideBody, 'grant'>('grant', 'decide', async (c) => {
  const { row, body } = c;
  const policy = policyOf(c); // nothing was awarded yet, so it is the one in force
  const askedPence = pence(row.asked_pence ?? 0);
  const unfit = together(decisionRefusals(body, askedPence, policy));
  if (unfit !== undefined) return unfit;
  const awarded = awardedPence(body, askedPence);
  const [deciders, group, confirmations, readings] = await Promise.all([
    whoDecides(c, { policy, meetingId: body.meetingId, sumPence: awarded ?? askedPence }),
    groupOf(c),
    confirmationsOf(c),
    awarded === null ? null : readForAward(c),
  ]);
  if ('code' in deciders) return deciders;
  const unconfirmed = decisionConfirmationRefusal(confirmations);
  if (unconfirmed !== undefined) return unconfirmed;

  const made = record(c, awarded, deciders, group);
  if (awarded !== null && readings !== null)
    return offered(c, made, readings, { policy, awardedPence: awarded, askedPence });
  return body.outcome === 'not_yet' ? notYet(made) : refused(c, made, policy);
});

type Deciding = GrantContext<DecideBody>;

/** What every decision leaves behind, whatever it says; what waited for it waits no longer. */
interface Made {
  readonly decisionId: string;
  readonly row: CompiledQuery;
  readonly deadlines: readonly Deadline[];
  readonly change: Pick<Change, 'event' | 'duties'>;
  /** A mail to each of the group. */
  readonly tell: (template: Mail['template'], facts?: Mail['facts']) => readonly Mail[];
}

function record(
  c: Deciding,
  awarded: Pence | null,
  { counted, duties, recordedBy }: Deciders,
  group: readonly string[],
): Made {
  const { outcome, meetingId, reasons } = c.body;
  const decisionId = newId();
  return {
    decisionId,
    row: c.tx
      .insertInto('decision')
      .values({
        tenant_id: c.tenantId,
        id: decisionId,
        application_id: c.subjectId,
        meeting_id: meetingId,
        outcome,
        amount_pence: awarded,
        decided_at: c.at,
        recorded_by: recordedBy,
        counted: [...counted],
        promised_by: c.row.answer_by,
        command_id: c.commandId,
      })
      .compile(),
    deadlines: disarmAll(disarm(c.deadlines, 'decision'), 'answer'),
    change: {
      event: {
        before: { state: c.row.stage },
        after: { outcome, amountPence: awarded, meetingId, decisionId, counted: counted.length },
        ...(reasons === undefined ? {} : { text: reasons }),
      },
      duties,
    },
    tell: (template, facts = {}) => mailTo(group, template, { reference: c.row.reference, ...facts }),
  };
}

function offered(
  c: Deciding,
  { decisionId, row, deadlines, change, tell }: Made,
  readings: AwardReadings,
  awarding: Awarding,
): Change | Refusal {
  const { policy, awardedPence: amountPence } = awarding;
  const offer = offerDeadline(addPeriod(c.at, policy.offer.validFor), policy, c.at);
  const award = makeAward(c, readings, awarding);
  if ('code' in award) return award;
  return {
    ...change,
    to: 'offered',
    set: { policy_version: c.policyVersion, paused_since: null },
    deadlines: arm(deadlines, offer),
    writes: [row, ...award.writes],
    transfers: award.transfers,
    ifShort: (leftPence) => refuse('POT_EXHAUSTED', { facts: { leftPence, potId: c.row.pot_id } }),
    mails: tell('offer-made', { amountPence, acceptBy: offer.at }),
    result: { decisionId, amountPence, acceptBy: offer.at },
  };
}

function notYet({ decisionId, row, change, tell }: Made): Change {
  return {
    ...change,
    to: 'not_yet',
    set: { paused_since: null },
    writes: [row],
    mails: tell('application-not-yet'),
    result: { decisionId },
  };
}

function refused(c: Deciding, { decisionId, row, deadlines, change, tell }: Made, policy: Policy): Change {
  const appeal = appealDeadline(policy, c.at);
  const isFinal = c.row.appealed;
  return {
    ...change,
    to: 'refused',
    set: { paused_since: null },
    final: isFinal,
    deadlines: arm(deadlines, appeal),
    writes: [row],
    mails: tell('application-refused', isFinal ? {} : { appealBy: appeal.at }),
    result: { decisionId, ...(isFinal ? {} : { appealBy: appeal.at }) },
  };
}
