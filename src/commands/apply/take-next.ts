import type { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../../../db/client';
import type { WithCommit } from '../../../db/transaction';
import type { SubjectType } from '../../contracts/ids';
import { compareInstants, type Instant } from '../../domain/calendar/calendar';
import { dueInstants, withoutStep, type DueStep } from '../../domain/calendar/deadlines';
import { lifeOf, type CommandName } from '../../domain/lives';
import { absent } from '../../domain/lives/life';
import { decideTransition } from '../../domain/lives/transition';
import { rolesReaching } from '../../domain/lives/roles';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { isRefusal, type Change } from './change';
import type { CommandDefinition, CommandContext, SubjectContext } from './definition';
import { postTransfers, shortageIn } from './post-transfers';
import { recordChange, writeOutcome, type Taken } from './record-change';
import { lockCommand, readForApplying, type Readings, type StoredCommand, type StoredOutcome } from './stored-command';
import { subjectKinds, type LockStrength, type Standing } from './subjects';

/** A subject of one tenant. */
export interface SubjectOf {
  readonly tenantId: string;
  readonly subject: SubjectType;
  readonly id: string;
}

/** A command that has just got its outcome; a due instant's is the engine's own. */
export interface Took {
  readonly commandId: string;
  readonly command: CommandName;
  readonly status: StoredOutcome['status'];
}

/** What one transaction did: took one thing and has more to look at, or found that nothing is left before what was asked for. */
export type Taking = { readonly took?: Took } & (
  | { readonly done: false }
  | {
      readonly done: true;
      readonly standing: Standing | undefined;
      readonly now: Instant;
      readonly outcome?: StoredOutcome;
    }
);

/** Thrown to roll back a change that an account could not bear; caught in this room. */
export class TooLittle extends Error {
  constructor(
    readonly what: { readonly commandId: string; readonly command: CommandName },
    readonly refusal: Refusal,
  ) {
    super('an account holds too little');
  }
}

/** Says which command, or which due instant, an error came from, so that it can be given up on after three tries. */
export class EffectFailed extends Error {
  constructor(
    readonly what: { readonly commandId: string; readonly command: CommandName } | { readonly due: DueStep },
    override readonly cause: unknown,
  ) {
    super('a command could not be applied');
  }
}

/** One transaction, and what leaves its last statements to be sent with its commit. */
export interface Transaction {
  readonly tx: Tx;
  readonly withCommit: WithCommit;
}

/** What to bring a subject up to: a command, or this moment. */
export type UpTo = { readonly commandId: string } | 'now';

/**
 * One transaction: locks the subject and takes whatever comes first of its waiting commands and due instants, by time. A command
 * stored at the very instant of a deadline has met it. Nothing is taken that comes after what is asked for.
 */
export async function takeNext(
  { tx, withCommit }: Transaction,
  applying: Known,
  about: SubjectOf,
  upTo: UpTo,
): Promise<Taking> {
  const askedId = upTo === 'now' ? null : upTo.commandId;
  const kind = subjectKinds[about.subject];
  const look = async (strength: LockStrength) => {
    // In one flight, and still one after the other: what is read is read once the subject is locked.
    const [row, readings] = await Promise.all([
      kind.lock(tx, about.tenantId, about.id, strength),
      readForApplying(tx, {
        tenantId: about.tenantId,
        subjectId: about.id,
        askedId,
        policyFrom: kind.policyFrom?.(about.tenantId, about.id) ?? null,
      }),
    ]);
    const standing = row === undefined ? undefined : kind.standing(row as never);
    return { row, standing, readings, next: comesFirst(standing, readings, upTo) };
  };
  let seen = await look('no key update');
  // A subject that is not there yet cannot be locked: whoever applies the command that creates it takes turns at the command itself.
  if (seen.row === undefined && seen.next?.kind === 'command')
    [, seen] = await Promise.all([lockCommand(tx, about.tenantId, seen.next.command.id), look('no key update')]);
  if (seen.readings.asked?.outcome != null)
    return { done: true, standing: seen.standing, now: seen.readings.now, outcome: seen.readings.asked.outcome };
  if (seen.next?.kind === 'due') seen = await look('update'); // waits for what is being stored; what it finds then comes first
  const { row, standing, readings, next } = seen;
  if (next === undefined) return { done: true, standing, now: readings.now };

  if (next.kind === 'due') {
    if (row === undefined || standing === undefined) throw new Error('only a subject that exists has deadlines');
    const failed = failureOf({ due: next.due });
    const { writes, took } = await takeDue(tx, applying, about, { row, standing, readings, due: next.due }).catch(
      failed,
    );
    withCommit(writes.statements, (error) => failed(writes.reason(error)));
    return { done: false, took };
  }
  const what = { commandId: next.command.id, command: next.command.type };
  const failed = failureOf(what);
  const { writes, ...taken } = await takeCommand(tx, applying, about, {
    row,
    standing,
    readings,
    command: next.command,
  }).catch(failed);
  withCommit(writes.statements, (error) => failed(writes.reason(error)));
  const took: Took = { ...what, status: taken.outcome.status };
  return next.command.id === askedId ? { done: true, now: readings.now, ...taken, took } : { done: false, took };
}

/** Says of an error what it happened to. An account that holds too little is no failure: it is refused. */
const failureOf =
  (what: EffectFailed['what']) =>
  (error: unknown): never => {
    throw error instanceof TooLittle ? error : new EffectFailed(what, error);
  };

/** All commands by name. */
export type Definitions = Readonly<Partial<Record<CommandName, CommandDefinition>>>;

/** What effects are found by, and what they are given that is the same for all. */
interface Known {
  readonly definitions: Definitions;
  readonly canOpen: (sealed: string) => boolean;
}

type Next =
  { readonly kind: 'due'; readonly due: DueStep } | { readonly kind: 'command'; readonly command: StoredCommand };

function comesFirst(standing: Standing | undefined, readings: Readings, upTo: UpTo): Next | undefined {
  const due =
    standing === undefined || standing.final
      ? undefined
      : dueInstants(
          standing.deadlines,
          { held: standing.heldSince !== null, pausedNames: standing.pausedNames },
          standing.stuck,
        )[0];
  const { first } = readings;
  const limit = upTo === 'now' ? readings.now : readings.asked?.receivedAt;
  if (limit === undefined) return undefined;
  const command = first !== undefined && compareInstants(first.receivedAt, limit) <= 0 ? first : undefined;
  const isDue =
    due !== undefined && (upTo === 'now' ? compareInstants(due.at, limit) <= 0 : compareInstants(due.at, limit) < 0);
  if (isDue && (command === undefined || compareInstants(due.at, command.receivedAt) < 0)) return { kind: 'due', due };
  return command === undefined ? undefined : { kind: 'command', command };
}

interface Locked {
  readonly row: unknown;
  readonly standing: Standing;
  readonly readings: Readings;
}

async function takeDue(
  tx: Tx,
  { definitions, canOpen }: Known,
  about: SubjectOf,
  { row, standing, readings, due }: Locked & { due: DueStep },
): Promise<{ writes: Writes; took: Took }> {
  const definition = definitions[due.command as CommandName];
  if (definition === undefined) throw new Error(`no command is called ${due.command}`);
  const decided = decideTransition(lifeOf(about.subject), due.command, {
    subject: about.subject,
    state: standing.state,
    onHold: standing.heldSince !== null,
    senders: ['engine'],
  });
  if ('refusal' in decided)
    throw new Error(`a deadline that the state ${standing.state} does not allow: ${due.command}`);
  const body = due.about === undefined ? {} : { about: due.about };
  const command = {
    id: newId(),
    type: due.command as CommandName,
    subject: about.subject,
    subjectId: about.id,
    actorId: null,
    receivedAt: due.at,
    body,
  };
  const taken: Taken = {
    tenantId: about.tenantId,
    command,
    due: { key: due.key },
    at: due.at,
    now: readings.now,
    step: decided.step,
  };
  const deadlines = withoutStep(standing.deadlines, due);
  const answer = await definition.effect(context(tx, taken, { row, canOpen }, readings, [], deadlines) as never);
  if (isRefusal(answer)) throw new Error(`the engine's own command was refused: ${answer.code}`);
  const { writes } = carryOut(tx, taken, standing, deadlines, answer);
  return { writes, took: { commandId: command.id, command: command.type, status: 'applied' } };
}

async function takeCommand(
  tx: Tx,
  { definitions, canOpen }: Known,
  about: SubjectOf,
  {
    row,
    standing,
    readings,
    command,
  }: Omit<Locked, 'standing'> & { standing: Standing | undefined; command: StoredCommand },
): Promise<{ writes: Writes; standing: Standing | undefined; outcome: StoredOutcome }> {
  const definition = definitions[command.type];
  if (definition === undefined) throw new Error(`no command is called ${command.type}`);
  const refuseWith = (refusal: Refusal) => {
    const outcome: StoredOutcome = { status: 'refused', refusal };
    const write = writeOutcome(tx, { tenantId: about.tenantId, command, now: readings.now }, outcome);
    return { writes: { statements: [write], reason: (error: unknown) => error }, standing, outcome };
  };

  const place =
    standing ?? (await definition.place?.(tx, about.tenantId, command.body as never)) ?? refuse('SUBJECT_UNKNOWN');
  if ('code' in place) return refuseWith(place);
  const policy = 'policy' in place ? place.policy : readings.policy;
  const reaching = rolesReaching(command.roles, place.scope);
  const decided = decideTransition(lifeOf(about.subject), command.type, {
    subject: about.subject,
    state: standing?.state ?? absent,
    onHold: 'onHold' in place ? place.onHold : place.heldSince !== null,
    senders: command.actorId === null ? ['engine'] : reaching.map((role) => role.name),
  });
  if ('refusal' in decided) return refuseWith(decided.refusal);

  const taken: Taken = {
    tenantId: about.tenantId,
    command,
    at: command.receivedAt,
    now: readings.now,
    step: decided.step,
  };
  const deadlines = standing?.deadlines ?? [];
  const answer = await definition.effect(
    context(tx, taken, { row, canOpen }, { policy }, reaching, deadlines) as never,
  );
  if (isRefusal(answer)) return refuseWith(answer);
  return {
    ...carryOut(tx, taken, standing, deadlines, answer),
    outcome: { status: 'applied', ...(answer.result === undefined ? {} : { result: answer.result }) },
  };
}

function context(
  tx: Tx,
  taken: Taken,
  { row, canOpen }: Pick<Known, 'canOpen'> & { readonly row: unknown },
  { policy }: Pick<Readings, 'policy'>,
  roles: CommandContext<unknown>['roles'],
  deadlines: CommandContext<unknown>['deadlines'],
): SubjectContext<unknown, SubjectType> {
  return {
    tx,
    tenantId: taken.tenantId,
    commandId: taken.command.id,
    at: taken.at,
    body: taken.command.body,
    subjectId: taken.command.subjectId,
    actorId: taken.command.actorId,
    roles,
    deadlines,
    policy: policy?.body ?? null,
    policyVersion: policy?.version ?? null,
    canOpen,
    row: row as SubjectContext<unknown, SubjectType>['row'],
  };
}

/** The last statements of a transaction, and what it means that one of them failed. */
interface Writes {
  readonly statements: readonly CompiledQuery[];
  readonly reason: (error: unknown) => unknown;
}

/** Transfers come last: from the first of them on, others may wait for the accounts that they take from. */
function carryOut(
  tx: Tx,
  taken: Taken,
  before: Standing | undefined,
  deadlines: Standing['deadlines'],
  change: Change,
): { writes: Writes; standing: Standing } {
  const { write, standing } = recordChange(tx, taken, before, deadlines, change);
  const { transfers = [], ifShort } = change;
  const { tenantId, at, command } = taken;
  const posted = transfers.length === 0 ? [] : [postTransfers(tx, transfers, { tenantId, commandId: command.id, at })];
  const reason = (error: unknown) => {
    const short = shortageIn(error);
    if (short === undefined) return error;
    if (ifShort === undefined) return new Error(`${short.code} holds too little for ${command.type}`);
    return new TooLittle({ commandId: command.id, command: command.type }, ifShort(short.left, short.code));
  };
  return { writes: { statements: [write, ...posted], reason }, standing };
}
