import type { z } from 'zod';
import type { CommandName } from '../../domain/lives';

/** What a route may use to make a request's body fit to be stored, such as sealing bank details. */
export interface Preparing {
  /** Encrypts a text for a database column; see {@link Seal}. */
  readonly seal: (text: string) => string;
}

/**
 * A command over HTTP. From this one declaration come the route, its OpenAPI operation and its row of the permission matrix: the
 * address is the subject's list and the command's name (`POST /api/v1/grants/{id}/accept-offer`; a command that creates its subject
 * is posted to the list itself), and who may call it is said by the life-cycle table.
 */
export interface CommandRoute<Body = never> {
  readonly command: CommandName;
  /** One line, as the API's document has it. */
  readonly summary: string;
  /** Strict: an unknown field is refused. What it parses to is stored as the command's body. */
  readonly body: z.ZodType<Body>;
  readonly example: Body;
  /** Posted to the list of subjects, because the command creates its subject. */
  readonly creates?: true;
  /** Turns what was sent into what is stored. */
  readonly prepare?: (body: Body, preparing: Preparing) => unknown;
}

/** Declares a command's route. */
export function commandRoute<Body>(route: CommandRoute<Body>): CommandRoute {
  return route as unknown as CommandRoute;
}
