import type { CommandOutcome, CommandRef, Standing, SubjectRef } from '../../src/contracts/runs';

/** What every subject's run needs of the record. Each is asked as a local activity, one at a time. */
export interface SubjectRecord {
  /** Applies a stored command, once, after everything of its subject that came before it. */
  applyCommand(subject: SubjectRef, command: CommandRef): Promise<CommandOutcome>;
  /** Takes whatever waits or fell due by Postgres's clock, and says where the subject stands. */
  applyDue(subject: SubjectRef): Promise<Standing>;
}
