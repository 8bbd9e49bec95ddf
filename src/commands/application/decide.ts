import { v7 as newId } from 'uuid';
import { appealDeadline } from '../../domain/application-deadlines';
import { addPeriod } from '../../domain/calendar';
import { arm, disarm, disarmAll } from '../../domain/deadlines';
import { awardedPence, decisionRefusals } from '../../domain/decision';
import { offerDeadline } from '../../domain/grant-deadlines';
import { pence } from '../../domain/money';
import { refuse, together } from '../../domain/refusal';
import type { Change } from '../apply/change';
import type { GrantContext } from '../grant/grant-context';
import { defineCommand } from '../apply/definition';
import type { DecideBody } from './decide-body';
import { makeAward } from './make-award';
import { policyInForce } from './policy-in-force';
import { tellGroup } from './tell';
import { whoDecides, type Deciders } from './who-decides';

/**
 * Decides an application. An award reserves the pot's budget in the same transaction, so of those who race for the last pound one
 * gets it, and keeps the version of the policy by which it was made. "Not yet" is final, and a new application may follow it; a
 * refusal is final once nobody has appealed in time, or at once when it was appealed against before.
 * @refusal those of `decisionRefusals`, `whoDecides` and `makeAward`
 */
export const decide = defineCommand<DecideBody, 'grant'>('grant', 'decide', async (c) => {
  const { tx, tenantId, row, body } = c;
  const { policy, version } = await policyInForce(tx, tenantId, row.pot_id);
  const askedPence = pence(row.asked_pence ?? 0);
  const unfit = together(decisionRefusals(body, askedPence, policy));
  if (unfit !== undefined) return unfit;
  const awarded = awardedPence(body, askedPence);
  const deciders = await whoDecides(c, { policy, meetingId: body.meetingId, sumPence: awarded ?? askedPence });
  if ('code' in deciders) return deciders;

  const waiting = disarmAll(disarm(c.deadlines, 'decision'), 'answer');
  const decisionId = newId();
  const common = {
    event: {
      before: { state: row.stage },
      after: {
        outcome: body.outcome,
        amountPence: awarded,
        meetingId: body.meetingId,
        decisionId,
        counted: deciders.counted,
      },
      ...(body.reasons === undefined ? {} : { text: body.reasons }),
    },
    duties: deciders.duties,
  };
  const decision = decisionRow(c, { decisionId, awarded, deciders });

  if (awarded !== null) {
    const award = await makeAward(c, { policy, awardedPence: awarded, askedPence });
    if ('code' in award) return award;
    const offer = offerDeadline(addPeriod(c.at, policy.offer.validFor), policy, c.at);
    return {
      ...common,
      to: 'offered',
      set: { policy_version: version, paused_since: null },
      deadlines: arm(waiting, offer),
      writes: [decision, ...award.writes],
      transfers: award.transfers,
      ifShort: (leftPence) => refuse('POT_EXHAUSTED', { facts: { leftPence, potId: row.pot_id } }),
      mails: await tellGroup(c, 'offer-made', { amountPence: awarded, acceptBy: offer.at }),
      result: { decisionId, amountPence: awarded, acceptBy: offer.at },
    } satisfies Change;
  }
  if (body.outcome === 'not_yet') {
    const mails = await tellGroup(c, 'application-not-yet');
    return { ...common, to: 'not_yet', set: { paused_since: null }, writes: [decision], mails, result: { decisionId } };
  }
  const appeal = appealDeadline(policy, c.at);
  return {
    ...common,
    to: 'refused',
    set: { paused_since: null },
    final: row.appealed,
    deadlines: arm(waiting, appeal),
    writes: [decision],
    mails: await tellGroup(c, 'application-refused', row.appealed ? {} : { appealBy: appeal.at }),
    result: { decisionId },
  };
});

const decisionRow = (
  { tx, tenantId, subjectId, at, commandId, body }: GrantContext<DecideBody>,
  { decisionId, awarded, deciders }: { decisionId: string; awarded: number | null; deciders: Deciders },
) =>
  tx
    .insertInto('decision')
    .values({
      tenant_id: tenantId,
      id: decisionId,
      application_id: subjectId,
      meeting_id: body.meetingId,
      outcome: body.outcome,
      amount_pence: awarded,
      decided_at: at,
      recorded_by: deciders.recordedBy,
      counted: [...deciders.counted],
      command_id: commandId,
    })
    .compile();
