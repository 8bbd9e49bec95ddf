import { randomUUID } from 'node:crypto';

import { definitions } from '../../src/commands';
import { applyCommand, type Applying } from '../../src/commands/apply/bring-up-to';
import type { CommandDefinition } from '../../src/commands/apply/definition';
import { hashOfRequest, storeCommand } from '../../src/commands/apply/store-command';
import type { CommandOutcome } from '../../src/contracts/runs';
import { refuse } from '../../src/domain/refusals/refusal';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Inbox } from '../support/inbox';
import { waitFor } from '../support/wait-for';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());

/** A command that opens a fund, stored and not applied. */
async function aStoredFund() {
  const { manager, tenantId } = organisation;
  const funder = await inbox.done(organisation.administrator, 'addParty', null, { kind: 'funder', name: randomUUID() });
  const body = { name: 'Small grants', funderId: funder.subjectId, ownerId: manager.personId };
  const subjectId = randomUUID();
  const stored = await storeCommand(inbox.db, {
    tenantId,
    actorId: manager.personId,
    command: 'openFund',
    subjectId,
    creates: true,
    idempotencyKey: randomUUID(),
    body,
    bodyHash: hashOfRequest('openFund', null, body),
  });
  return { about: { tenantId, subject: 'fund' as const, id: subjectId }, commandId: stored!.commandId };
}

type Effect = CommandDefinition['effect'];
const openFund: CommandDefinition = definitions.openFund!;

/** The product's commands, but that a fund is opened like this. */
const opening = (effect: Effect): Applying => ({
  ...inbox.applying,
  definitions: { ...definitions, openFund: { ...openFund, effect } },
});

/** Waits until a promise has settled, or a connection to this database waits for a lock. */
const settledOrBlocked = (promise: Promise<unknown>) => {
  let settled = false;
  promise.finally(() => (settled = true)).catch(() => undefined);
  return waitFor('the other has come to its end, or waits', async () => {
    const [row] = await inbox.look<{ waiting: number }>(
      "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return settled || row?.waiting === 1;
  });
};

const fundsOf = ({ id }: { readonly id: string }) => inbox.look('select id from fund where id = $1', [id]);

const storedOutcome = async (commandId: string) => {
  const [row] = await inbox.look<{ outcome: CommandOutcome }>('select outcome from command where id = $1', [commandId]);
  return row!.outcome.status;
};

describe('a subject that is created while another process applies the same command', () => {
  test('is answered with the one outcome, also by the slower, who would by now refuse it', async () => {
    const { about, commandId } = await aStoredFund();
    let quicker: Promise<CommandOutcome> | undefined;
    const slower = opening(async (context) => {
      quicker = applyCommand(inbox.applying, about, commandId);
      await settledOrBlocked(quicker);
      return (await fundsOf(about)).length === 0 ? openFund.effect(context) : refuse('FUND_CLOSED');
    });
    expect((await applyCommand(slower, about, commandId)).status).toBe('applied');
    expect((await quicker)?.status).toBe('applied');
    expect(await storedOutcome(commandId)).toBe('applied');
  });

  test('is not there when its command was refused meanwhile', async () => {
    const { about, commandId } = await aStoredFund();
    let quicker: Promise<CommandOutcome> | undefined;
    const refusing = opening(() => Promise.resolve(refuse('FUND_CLOSED')));
    const slower = opening(async (context) => {
      quicker = applyCommand(refusing, about, commandId);
      await settledOrBlocked(quicker);
      return openFund.effect(context);
    });
    const outcomes = [await applyCommand(slower, about, commandId), await quicker];
    expect(outcomes.map((outcome) => outcome?.status)).toEqual(Array(2).fill(await storedOutcome(commandId)));
    expect(await fundsOf(about)).toHaveLength((await storedOutcome(commandId)) === 'applied' ? 1 : 0);
  });
});
