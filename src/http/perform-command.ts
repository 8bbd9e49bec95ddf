import type { Request } from 'express';
import { v7 as newId } from 'uuid';
import type { Database } from '../../db/client';
import { willPass } from '../../db/errors';
import { applyCommand, type Applying } from '../commands/apply/bring-up-to';
import { hashOfRequest, storeCommand, type Stored } from '../commands/apply/store-command';
import { isId, waits, type CommandId, type TenantId } from '../contracts/ids';
import type { CommandOutcome } from '../contracts/runs';
import { sendCommand, type Runs } from '../delivery/runs';
import { isFirst, lifeOf, subjectOfCommand, type CommandName } from '../domain/lives';
import type { HeldRole } from '../domain/lives/roles';
import { refuse, type Refusal } from '../domain/refusals/refusal';
import type { CommandRoute, Prepared, Preparing } from './api/command-route';
import { readAs } from './body';
import { noteCommand, requestIdOf } from './noted';
import { doorProblem, refusalProblem, type Problem } from './problems';

/** What every command needs to be stored, taken to its subject and answered. */
export interface CommandDoor {
  readonly db: Database;
  readonly applying: Omit<Applying, 'onFailure'>;
  readonly runs: Runs;
  readonly preparing: Preparing;
  /** Told of each command of a subject without a clock that failed for good; ids, and the error to be described. */
  readonly onFailure?: (failure: {
    readonly requestId: string | undefined;
    readonly commandId: string;
    readonly error: unknown;
  }) => void;
  /** Told what each sender of a command is told, so that it is counted. */
  readonly onTold?: (command: CommandName, told: CommandOutcome['status'] | 'stored') => void;
}

/** Somebody who asks for a command. */
export interface Sender {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/** A command as it was asked for. */
export interface AskedCommand {
  /** The id in its address; of no meaning for a command that creates its subject. */
  readonly subjectId: string;
  /** One key for each thing that is asked for, so that asking twice does it once. */
  readonly idempotencyKey: string;
  readonly body: unknown;
}

/** What came of a command: why it was not done; or what is stored, with its outcome once there is one. */
export type Performed =
  | { readonly problem: Problem; readonly stored?: Stored }
  | {
      readonly problem?: undefined;
      readonly stored: Stored;
      /** Undefined while there is none yet: the relay goes on. */
      readonly outcome: CommandOutcome | undefined;
      /** Told to the sender this once and kept nowhere. */
      readonly disclose: Readonly<Record<string, string>> | undefined;
    };

/** After so long without an outcome the sender is told where to ask for it, and the relay goes on. */
const patienceMs = 5_000;

/**
 * The one way in for every command, whoever asks and however: checks the role at the door, reads the body, stores the command, takes it
 * to its subject, and gives its outcome. Problems of the door: NOT_YOURS_TO_DO, IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_REUSED,
 * NOT_FOUND, BODY_INVALID, COMMAND_FAILED. `request` is the one that it came by, if it came by one.
 */
export async function performCommand(
  door: CommandDoor,
  route: CommandRoute,
  request: Request | undefined,
  sender: Sender,
  asked: AskedCommand,
): Promise<Performed> {
  const { command, creates = false } = route;
  const mayCall = lifeOf(subjectOfCommand(command))[command]?.by ?? [];
  if (!sender.roles.some((role) => mayCall.includes(role.name))) {
    const needs = mayCall.filter((one) => one !== 'engine');
    return { problem: refusalProblem(refuse('NOT_YOURS_TO_DO', { facts: { command, needs } })) };
  }
  const { idempotencyKey } = asked;
  if (idempotencyKey === '' || idempotencyKey.length > 200) return { problem: doorProblem('IDEMPOTENCY_KEY_MISSING') };
  if (!creates && !isId(asked.subjectId)) return { problem: doorProblem('NOT_FOUND') };
  const sent = readAs(route.body, asked.body ?? {});
  if ('errors' in sent) return { problem: doorProblem('BODY_INVALID', sent) };
  const { db, preparing } = door;
  const { subjectId } = asked;
  const kept = await route.guard?.(sent.data, { db, open: preparing.open, sender, subjectId });
  if (kept !== undefined) return { problem: refusalProblem(kept) };
  const prepared: Prepared | Refusal =
    route.prepare === undefined ? { body: sent.data } : route.prepare(sent.data, door.preparing);
  if ('code' in prepared) return { problem: refusalProblem(prepared) };

  const { tenantId, personId: actorId } = sender;
  const hash = hashOfRequest(command, creates ? null : asked.subjectId, sent.data);
  const stored = await storeCommand(door.db, {
    tenantId,
    actorId,
    command,
    subjectId: creates ? newId() : asked.subjectId,
    creates,
    idempotencyKey,
    body: prepared.body,
    bodyHash: door.preparing.fingerprint(hash),
    isSameBody: (kept) => door.preparing.isFingerprintOf(kept, hash),
  });
  if (stored === undefined) return { problem: doorProblem('NOT_FOUND') };
  if (!stored.sameBody) return { problem: doorProblem('IDEMPOTENCY_KEY_REUSED') };
  if (request !== undefined) noteCommand(request, stored.commandId);
  const requestId = request === undefined ? undefined : requestIdOf(request);
  const outcome = await deliver(door, requestId, tenantId, { ...stored, command });
  door.onTold?.(command, outcome?.status ?? 'stored');
  if (outcome?.status === 'failed') return { stored, problem: doorProblem('COMMAND_FAILED') };
  if (outcome?.refusal !== undefined)
    return { stored, problem: refusalProblem(outcome.refusal, { commandId: stored.commandId }) };
  return { stored, outcome, disclose: stored.isNew ? prepared.disclose : undefined };
}

/** Takes a stored command to its subject. Undefined when there is no outcome yet: whatever the reason, the relay will send it again. */
async function deliver(
  door: CommandDoor,
  requestId: string | undefined,
  tenantId: string,
  { subject, subjectId, commandId, command }: Stored & { readonly command: CommandName },
): Promise<CommandOutcome | undefined> {
  if (waits(subject)) {
    const ref = { tenantId: tenantId as TenantId, commandId: commandId as CommandId };
    const to = { tenantId: ref.tenantId, subject, id: subjectId };
    return sendCommand(door.runs, to, ref, { patienceMs, isFirst: isFirst(command) }).catch(() => undefined);
  }
  try {
    const onFailure: Applying['onFailure'] = (failure) => door.onFailure?.({ requestId, ...failure });
    return await applyCommand({ ...door.applying, onFailure }, { tenantId, subject, id: subjectId }, commandId);
  } catch (error) {
    if (willPass(error)) return undefined;
    throw error;
  }
}
