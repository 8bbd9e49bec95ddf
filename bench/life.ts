import { setTimeout as pause } from 'node:timers/promises';

import type { Asker, Json } from '../src/cli/story/api';
import { dayFromNow, signingBody } from '../src/cli/story/stages';
import type { Grantpot } from './grantpot';
import { atOnce } from './measuring';
import { askedPence, type Drafted, type PotWithGroups } from './pot';

/** One command of a life, as it is asked for over HTTP. */
export interface Step {
  readonly by: Asker;
  readonly command: string;
  readonly body?: object;
}

/** What happens to an application until its grant can be paid: checked, decided by one officer, accepted by two of the group. */
export function untilPayable({ staff: { officer } }: Grantpot, { group: { name, people } }: Drafted): readonly Step[] {
  const [chair, secretary, treasurer] = people;
  const account = { accountName: name, sortCode: '089999', accountNumber: '66374958' };
  return [
    { by: chair, command: 'submitApplication' },
    { by: officer, command: 'startChecking' },
    { by: officer, command: 'passToPanel' },
    { by: officer, command: 'decide', body: { meetingId: null, outcome: 'award' } },
    { by: chair, command: 'acceptOffer' },
    { by: secretary, command: 'acceptOffer' },
    { by: treasurer, command: 'giveBankDetails', body: account },
  ];
}

/** What happens to a grant that is paid: its report is handed in and accepted, and it is closed. */
export function untilClosed({ staff: { officer } }: Grantpot, { group }: Drafted): readonly Step[] {
  const report = {
    outputs: [{ activity: 0, target: 12, achieved: 12 }],
    whatChanged: 'Five people now run a business of their own.',
    spent: [{ line: 0, spentPence: askedPence }],
    whatContinues: 'The group meets monthly by itself.',
    lessons: 'Evenings suit people better than Saturdays.',
  };
  return [
    { by: group.people[0], command: 'submitReport', body: report },
    { by: officer, command: 'acceptReport' },
  ];
}

/** Takes one step, and gives back what it was answered; whoever accepts an offer has read its agreement. */
export async function take(grantpot: Grantpot, id: string, step: Step): Promise<Json> {
  return send(grantpot, id, await prepared(grantpot, id, step));
}

/** A step as it can be sent: what an acceptance signs is read first. */
export async function prepared({ http }: Grantpot, id: string, step: Step): Promise<Step> {
  return step.command === 'acceptOffer' ? { ...step, body: await signingBody(http, step.by, id) } : step;
}

/** Sends one step that is prepared, and gives back what it was answered. */
export async function send({ http }: Grantpot, id: string, { by, command, body = {} }: Step): Promise<Json> {
  return http.as(by, command, { id, body });
}

/** Lives so many lives from their drafts to closed, so many at once: each to its bank details, one run for all payments, each to its accepted report. */
export async function live(
  grantpot: Grantpot,
  setting: PotWithGroups,
  made: readonly Drafted[],
  count: number,
): Promise<void> {
  await atOnce(count, made, async (one) => {
    for (const step of untilPayable(grantpot, one)) await take(grantpot, one.id, step);
  });
  await payAll(grantpot, setting, made.length);
  await atOnce(count, made, async (one) => {
    let answer: Json = {};
    for (const step of untilClosed(grantpot, one)) answer = await take(grantpot, one.id, step);
    if (answer['final'] !== true && answer['late'] !== true) throw new Error('a life is not over after its report');
  });
}

/** One run pays all that is ready, which must be so many. */
export async function payAll({ http, staff }: Grantpot, { pot }: PotWithGroups, count: number): Promise<void> {
  const { paymentMaker, paymentAuthoriser } = staff;
  const query = { potId: pot.potId, state: 'ready', limit: '200' };
  const ready = async () => ((await http.as(paymentMaker, 'listPayments', { query }))['items'] as Json[]).length;
  while ((await ready()) < count) await pause(20);
  const { subject } = await http.as(paymentMaker, 'buildRun', { body: { potId: pot.potId, name: 'Payments' } });
  const { id } = subject as { readonly id: string };
  await http.as(paymentMaker, 'requestAuthorisation', { id });
  const run = await http.as(paymentAuthoriser, 'getPaymentRun', { id });
  await http.as(paymentAuthoriser, 'authoriseRun', { id, body: { seenHash: run['seenHash'] } });
  await http.as(paymentMaker, 'exportRun', { id });
  await http.as(paymentMaker, 'markSent', { id });
  const outcomes = (run['payments'] as readonly Json[]).map((payment) => ({
    paymentId: payment['id'],
    outcome: 'settled',
    on: dayFromNow(0),
  }));
  await http.as(paymentMaker, 'recordOutcomes', { id, body: { outcomes } });
}
