import type { Role } from './roles';

/** Who can send a command: somebody with a role, or the engine when an instant comes or another subject has moved. */
export type Sender = Role | 'engine';

/** The state of a subject that does not exist yet: the only one that a creating command starts from. */
export const absent = 'absent';

/** One row of a life-cycle table: from which states a command is taken, where it may lead, who may send it, what is then announced. */
export interface Step<S extends string> {
  readonly from: readonly (S | typeof absent)[];
  /** Where it leads; several where its effect decides; none where the state stays. */
  readonly to?: readonly S[];
  readonly by: readonly Sender[];
  /** In the past tense, as the timeline has it. */
  readonly event: string;
  /** Refused while the grant is on hold. */
  readonly stopsOnHold?: true;
}

/** A subject's whole life as a table. The API documents it, pages offer by it, the matrix test walks it. */
export type Life<S extends string> = Readonly<Record<string, Step<S>>>;
