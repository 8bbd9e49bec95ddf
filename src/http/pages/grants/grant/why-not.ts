import { checksMissing } from '../../../../domain/application/checklist';
import { decisionConfirmationRefusal, panelConfirmationRefusal } from '../../../../domain/application/confirmations';
import { assessorRefusal, soleDeciderRefusal } from '../../../../domain/decision/decision';
import type { CommandName } from '../../../../domain/lives';
import { lesserPence, pence, ZERO } from '../../../../domain/money/money';
import { refuse, type Refusal } from '../../../../domain/refusals/refusal';
import { mayPerform, type Duty } from '../../../../domain/people/segregation';
import { refusalByTable } from '../../frame/command-form';
import type { PageContext } from '../../frame/page';
import { standingOf, type GrantData } from './data';
import { itemOf } from './item';

/** Why whoever looks may not give a command to a grant now, by the same rules as the command itself. Nothing when they may. */
export function whyNot(command: CommandName, data: GrantData, context: PageContext): Refusal | undefined {
  return refusalByTable(command, standingOf(data), context) ?? beyondTheTable(command, data, context);
}

/** What the life-cycle table does not know: segregation of duties, checks that are missing, what is delegated. */
export function beyondTheTable(command: CommandName, data: GrantData, { asker }: PageContext): Refusal | undefined {
  const item = itemOf(data);
  switch (command) {
    case 'startChecking':
    case 'recordCheck':
    case 'waiveConfirmation':
    case 'declareIneligible':
    case 'score':
      return item === undefined ? undefined : assessorRefusal(item, asker.personId);
    case 'passToPanel':
      return (item === undefined ? undefined : assessorRefusal(item, asker.personId)) ?? notReady(data);
    case 'decide':
      return decideRefusal(data, asker.personId);
    case 'recordPaperAcceptance':
      return dutyRefusal('recorded paper acceptance', data, asker.personId);
    case 'confirmPaperAcceptance':
      return dutyRefusal('confirmed paper acceptance', data, asker.personId);
    case 'acceptReport':
    case 'waiveReport':
      return dutyRefusal('accepted report', data, asker.personId);
    case 'writeOffRefund':
      return dutyRefusal('wrote off refund', data, asker.personId);
    default:
      return undefined;
  }
}

function notReady({ grant }: GrantData): Refusal | undefined {
  const missing = checksMissing(grant.checks.map(({ kind, state }) => ({ kind, state })));
  if (missing.length > 0) return refuse('CHECKS_MISSING', { facts: { missing } });
  const open = grant.questions.filter(({ answeredAt }) => answeredAt === null).length;
  return open > 0 ? refuse('QUESTION_OPEN', { facts: { open } }) : panelConfirmationRefusal(grant.confirmations);
}

/** One person may decide on as much as is delegated, also where more was asked for. */
function decideRefusal(data: GrantData, personId: string): Refusal | undefined {
  const item = itemOf(data);
  if (item === undefined) return undefined;
  const unconfirmed = decisionConfirmationRefusal(data.grant.confirmations);
  if (unconfirmed !== undefined) return unconfirmed;
  const asked = pence(data.found.asked_pence ?? 0);
  const { delegatedUpToPence } = data.found.policy.decision;
  const sum = delegatedUpToPence === ZERO ? asked : lesserPence(asked, delegatedUpToPence);
  return soleDeciderRefusal(item, personId, sum, data.found.policy);
}

function dutyRefusal(duty: Duty, { around, found }: GrantData, personId: string): Refusal | undefined {
  if (around === undefined) return undefined;
  return mayPerform(duty, personId, around.done, { parties: [found.party_id], facts: around.facts });
}
