import type { Request, RequestHandler, Response } from 'express';
import { v7 as newId } from 'uuid';
import { willPass } from '../../../db/errors';
import type { Database } from '../../../db/client';
import { applyCommand, type Applying } from '../../commands/apply/bring-up-to';
import { hashOfRequest, storeCommand, type Stored } from '../../commands/apply/store-command';
import { isId, waits, type CommandId, type TenantId } from '../../contracts/ids';
import type { CommandOutcome } from '../../contracts/runs';
import { sendCommand, type Runs } from '../../delivery/runs';
import { isFirst, lifeOf, subjectOfCommand, type CommandName } from '../../domain/lives';
import { refuse, type Refusal } from '../../domain/refusal';
import { bearerOf } from '../authenticate';
import { readAs } from '../body';
import { noteCommand, noteOperation, requestIdOf } from '../noted';
import { doorProblem, refusalProblem } from '../problems';
import { sendProblem } from '../send-problem';
import { collectionOf, type CommandRoute, type Prepared, type Preparing } from './command-route';

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

/** After so long without an outcome the answer is 202, and the relay goes on. */
const patienceMs = 5_000;

/**
 * The one way in for every command: checks the role at the door, stores the command, takes it to its subject, and answers with its
 * outcome. 200 (201 where it created something) when it was applied, a problem document when it was refused or failed, 202 with the
 * command's address when there is no outcome yet.
 */
export function commandEndpoint(route: CommandRoute, door: CommandDoor): RequestHandler {
  const subject = subjectOfCommand(route.command);
  const mayCall = lifeOf(subject)[route.command]?.by ?? [];
  return async (request, response) => {
    noteOperation(request, route.command);
    const bearer = bearerOf(request);
    if (!bearer.roles.some((role) => mayCall.includes(role.name))) {
      sendProblem(
        response,
        refusalProblem(
          refuse('NOT_YOURS_TO_DO', {
            facts: { command: route.command, needs: mayCall.filter((sender) => sender !== 'engine') },
          }),
        ),
      );
      return;
    }
    const idempotencyKey = request.get('idempotency-key')?.trim() ?? '';
    if (idempotencyKey === '' || idempotencyKey.length > 200)
      return sendProblem(response, doorProblem('IDEMPOTENCY_KEY_MISSING'));
    const addressed = String(request.params['id'] ?? '');
    if (route.creates !== true && !isId(addressed)) return sendProblem(response, doorProblem('NOT_FOUND'));
    const sent = readAs(route.body, request.body ?? {});
    if ('errors' in sent) return sendProblem(response, doorProblem('BODY_INVALID', sent));
    const prepared: Prepared | Refusal =
      route.prepare === undefined ? { body: sent.data } : route.prepare(sent.data, door.preparing);
    if ('code' in prepared) return sendProblem(response, refusalProblem(prepared));
    const { body, disclose } = prepared;

    const asked = hashOfRequest(route.command, route.creates === true ? null : addressed, sent.data);
    const stored = await storeCommand(door.db, {
      tenantId: bearer.tenantId,
      actorId: bearer.personId,
      command: route.command,
      subjectId: route.creates === true ? newId() : addressed,
      creates: route.creates === true,
      idempotencyKey,
      body,
      bodyHash: door.preparing.fingerprint(asked),
      isSameBody: (kept) => door.preparing.isFingerprintOf(kept, asked),
    });
    if (stored === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    if (!stored.sameBody) return sendProblem(response, doorProblem('IDEMPOTENCY_KEY_REUSED'));
    noteCommand(request, stored.commandId);
    const outcome = await deliver(door, requestIdOf(request), bearer.tenantId, { ...stored, command: route.command });
    door.onTold?.(route.command, outcome?.status ?? 'stored');
    answer(request, response, {
      stored,
      outcome,
      creates: route.creates === true,
      disclose: stored.isNew ? disclose : undefined,
    });
  };
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

interface Answering {
  readonly stored: Stored;
  readonly outcome: CommandOutcome | undefined;
  readonly creates: boolean;
  readonly disclose: Readonly<Record<string, string>> | undefined;
}

function answer(request: Request, response: Response, { stored, outcome, creates, disclose }: Answering): void {
  const address = `${request.baseUrl}/commands/${stored.commandId}`;
  const told = { commandId: stored.commandId, subject: { type: stored.subject, id: stored.subjectId } };
  if (outcome === undefined) {
    response
      .status(202)
      .location(address)
      .json({ ...told, status: 'stored', address });
    return;
  }
  if (outcome.status === 'failed')
    return sendProblem(response, doorProblem('COMMAND_FAILED', { facts: { commandId: stored.commandId, address } }));
  if (outcome.refusal !== undefined)
    return sendProblem(response, refusalProblem(outcome.refusal, { commandId: stored.commandId }));
  const { version, phase, final, next } = outcome.standing;
  response.set('ETag', `"${String(version)}"`);
  if (creates) response.location(`${request.baseUrl}/${collectionOf(stored.subject)}/${stored.subjectId}`);
  response.status(creates ? 201 : 200).json({
    ...told,
    status: 'applied',
    version,
    phase,
    final,
    next: next.map(({ command, at }) => ({ command, at })),
    ...(outcome.result === undefined ? {} : { result: outcome.result }),
    ...disclose,
  });
}
