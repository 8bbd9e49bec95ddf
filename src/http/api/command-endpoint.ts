import type { Request, RequestHandler, Response } from 'express';
import { bearerOf } from '../authenticate';
import { noteOperation } from '../noted';
import { performCommand, type CommandDoor, type Performed } from '../perform-command';
import { doorProblem } from '../problems';
import { sendProblem } from '../send-problem';
import { collectionOf, type CommandRoute } from './command-route';

/**
 * A command over the API: 200 (201 where it created something) when it was applied, a problem document when it was refused or failed,
 * 202 with the command's address when there is no outcome yet.
 */
export function commandEndpoint(route: CommandRoute, door: CommandDoor): RequestHandler {
  return async (request, response) => {
    noteOperation(request, route.command);
    const performed = await performCommand(door, route, request, bearerOf(request), {
      subjectId: String(request.params['id'] ?? ''),
      idempotencyKey: request.get('idempotency-key')?.trim() ?? '',
      body: request.body as unknown,
    });
    answer(request, response, performed, route.creates === true);
  };
}

const addressOf = (request: Request, commandId: string): string => `${request.baseUrl}/commands/${commandId}`;

function answer(request: Request, response: Response, performed: Performed, creates: boolean): void {
  const { stored, problem } = performed;
  if (problem !== undefined) {
    if (problem.code !== 'COMMAND_FAILED' || stored === undefined) return sendProblem(response, problem);
    const { commandId } = stored;
    const facts = { commandId, address: addressOf(request, commandId) };
    return sendProblem(response, doorProblem('COMMAND_FAILED', { facts }));
  }
  const told = { commandId: stored.commandId, subject: { type: stored.subject, id: stored.subjectId } };
  if (performed.outcome === undefined) {
    const address = addressOf(request, stored.commandId);
    response
      .status(202)
      .location(address)
      .json({ ...told, status: 'stored', address });
    return;
  }
  const { version, phase, final, next } = performed.outcome.standing;
  const { result } = performed.outcome;
  response.set('ETag', `"${String(version)}"`);
  if (creates) response.location(`${request.baseUrl}/${collectionOf(stored.subject)}/${stored.subjectId}`);
  response.status(creates ? 201 : 200).json({
    ...told,
    status: 'applied',
    version,
    phase,
    final,
    next: next.map(({ command, at }) => ({ command, at })),
    ...(result === undefined ? {} : { result }),
    ...performed.disclose,
  });
}
