import { findCommand } from '../../../../db/queries/engine/commands';
import { readOperations } from '../../../../db/queries/engine/operations';
import { commandAnswer, commandExample, operationsAnswer, operationsExample } from '../../schemas/reads/engine';
import { readRoute } from '../read-route';

/** Reads about the engine's own work. */
export const engineReads = [
  readRoute({
    operationId: 'getCommand',
    path: '/commands/{id}',
    summary: 'What came of a command that you sent',
    roles: 'any',
    response: commandAnswer,
    example: commandExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findCommand(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { subjectType, subjectId, actorId: _, ...command } = found;
      return { ...command, subject: { type: subjectType, id: subjectId } };
    },
  }),
  readRoute({
    operationId: 'getOperations',
    path: '/operations',
    summary:
      'What is stuck: failed commands, commands that wait too long, deadlines that failed, mail that does not leave',
    roles: ['administrator', 'fund_manager'],
    response: operationsAnswer,
    example: operationsExample,
    handle: ({ db, ...asker }) => readOperations(db, asker),
  }),
];
