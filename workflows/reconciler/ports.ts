/** What the reconciler found and mended; figures only. */
export interface Reconciled {
  /** Subjects whose runs were compared with their rows. */
  readonly looked: number;
  /** Commands that had waited too long, sent again. */
  readonly commandsSent: number;
  /** Subjects brought up to a due instant that had passed. */
  readonly dueTaken: number;
  /** Runs that were missing, started from their rows. */
  readonly runsStarted: number;
  /** Runs of subjects that are over, told to look and end. */
  readonly runsEnded: number;
  /** What it could not mend. */
  readonly unmended: number;
}

/** What the reconciler needs: it compares runs with rows. */
export interface Reconciling {
  reconcile(): Promise<Reconciled>;
}
