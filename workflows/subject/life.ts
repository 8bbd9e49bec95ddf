import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { searchAttributes } from '../../src/contracts/runs';
import type { CommandOutcome, CommandRef, Standing, SubjectRef } from '../../src/contracts/runs';
import { applyCommandUpdate, lookAgainSignal } from './messages';
import type { SubjectRecord } from './ports';

const record = proxyLocalActivities<SubjectRecord>({
  startToCloseTimeout: '20 seconds',
  // Whatever could not be applied for good was stored as failed; what is left passes by waiting, so it is tried without limit.
  // A back-off of over a second is handed to the server's timers, so that a long outage does not hold a worker's slot.
  localRetryThreshold: '1 second',
  retry: { initialInterval: '100 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds' },
});

/**
 * One subject's run, as far as all subjects are alike. It knows where the subject stood when the record last spoke, and waits. It
 * decides nothing: thrown away at any moment and begun again from the row, it goes on as if nothing had been.
 */
export class Life {
  private standing: Standing = { phase: '', final: false, version: -1, next: [] };
  private asked: Promise<unknown> = Promise.resolve();

  constructor(private readonly subject: SubjectRef) {
    // An update: whoever sent the command waits for its outcome.
    setHandler(applyCommandUpdate, (command) => this.apply(command));
    // A signal: whoever moved the subject past its run has nothing to wait for.
    setHandler(lookAgainSignal, () => this.look());
  }

  /** Reads where the subject stands; a run skips the phases that are over. */
  async begin(): Promise<void> {
    await this.look();
  }

  /** Waits until the subject has left these phases; at each instant that comes first, has the record take what fell due. */
  async leaves(...phases: readonly string[]): Promise<void> {
    let shown: string | undefined;
    while (!this.standing.final && phases.includes(this.standing.phase)) {
      const { standing } = this;
      if (standing.phase !== shown) upsertSearchAttributes({ [searchAttributes.status]: [standing.phase] });
      shown = standing.phase;
      if (workflowInfo().continueAsNewSuggested) await this.beginAnew();
      const moved = () => this.standing !== standing || workflowInfo().continueAsNewSuggested;
      const [due] = standing.next;
      // Postgres's clock decides: told that it is too early, the run waits for what is left.
      if (due === undefined) await condition(moved);
      else if (!(await condition(moved, Math.max(1, due.inMs)))) await this.look();
    }
  }

  /**
   * Waits until the subject is over, also in a phase that came again or that this release does not know. Over, it still answers: its
   * run ends when nobody waits for an outcome.
   */
  async ends(): Promise<void> {
    while (!this.standing.final) await this.leaves(this.standing.phase);
    await condition(allHandlersFinished);
  }

  private async beginAnew(): Promise<void> {
    await condition(allHandlersFinished);
    await continueAsNew<(subject: SubjectRef) => Promise<void>>(this.subject);
  }

  /** Has the record take whatever waits or fell due, and learns where the subject then stands. */
  private async look(): Promise<void> {
    await this.oneAtATime(
      () => record.applyDue(this.subject),
      (standing) => standing,
    );
  }

  private apply(command: CommandRef): Promise<CommandOutcome> {
    return this.oneAtATime(
      () => record.applyCommand(this.subject, command),
      (outcome) => outcome.standing,
    );
  }

  /**
   * One local activity at a time, in the order asked. Adopts the standing that it answers with, if that is newer, or as new and asked
   * later. Two at once would leave histories that cannot be replayed.
   */
  private oneAtATime<Answer>(ask: () => Promise<Answer>, standingOf: (answer: Answer) => Standing): Promise<Answer> {
    const answer = this.asked.then(ask).then((told) => {
      const standing = standingOf(told);
      if (standing.version >= this.standing.version) this.standing = standing;
      return told;
    });
    this.asked = answer.catch(() => undefined);
    return answer;
  }
}
