import type { z } from 'zod';
import type { SubjectType } from '../../contracts/ids';
import { subjectOfCommand, type CommandName } from '../../domain/lives';
import type { Refusal, RefusalCode } from '../../domain/refusals/refusal';
import type { Guarding } from './client-reference-guard';

/** What a route may use to make a request's body fit to be stored, such as sealing bank details. */
export interface Preparing {
  /** Encrypts a text for a database column. */
  readonly seal: (text: string) => string;
  /** Opens what was sealed: what a browser or a mail gives back, or a column holds. @throws Error for what is none of ours */
  readonly open: (sealed: string) => string;
  /** What is kept of a request's digest, so that whoever reads the database cannot find what was sealed by trying; and whether it is that of another. */
  readonly fingerprint: (digest: string) => string;
  readonly isFingerprintOf: (kept: string, digest: string) => boolean;
}

/** What is stored in place of what was sent, and what is told to the sender this once and kept nowhere. */
export interface Prepared {
  readonly body: unknown;
  readonly disclose?: Readonly<Record<string, string>>;
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
  /** The refusals of its own that it can get, besides those that every command can. */
  readonly refusals?: readonly RefusalCode[];
  /** Posted to the list of subjects, because the command creates its subject. */
  readonly creates?: true;
  /** Refuses, before anything is stored, what may not be kept in a body. */
  readonly guard?: (body: Body & object, guarding: Guarding) => Promise<Refusal | undefined>;
  /** Turns what was sent into what is stored, or refuses it. */
  readonly prepare?: (body: Body, preparing: Pick<Preparing, 'seal'>) => Prepared | Refusal;
}

/** Declares a command's route. */
export function commandRoute<Body>(route: CommandRoute<Body>): CommandRoute {
  return route as unknown as CommandRoute;
}

const collections: Readonly<Record<SubjectType, string>> = {
  grant: 'grants',
  purchase: 'purchases',
  payment_run: 'payment-runs',
  round: 'rounds',
  fund: 'funds',
  pot: 'pots',
  meeting: 'meetings',
  party: 'parties',
  person: 'people',
  organisation: 'organisations',
};

/** The list that subjects of a kind are in, as addresses have it. */
export function collectionOf(subject: SubjectType): string {
  return collections[subject];
}

/** The address of a command's route below `/api/v1`, with `{id}` for its subject. */
export function pathOfCommand(route: Pick<CommandRoute, 'command' | 'creates'>): string {
  const collection = collectionOf(subjectOfCommand(route.command));
  return route.creates === true
    ? `/${collection}`
    : `/${collection}/{id}/${route.command.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
