/** A payment and the account that it goes to, told by its numbers; or an account alone. */
export interface PaidTo {
  /** Null for an account that somebody has given, and on which nothing was paid lately. */
  readonly paymentId: string | null;
  readonly reference: string | null;
  readonly grantId: string | null;
  readonly payeeId: string;
  /** The payee's name. */
  readonly payee: string;
  /** Sort code and account number. */
  readonly numbers: string;
  /** Whether it is in the run that is looked at; else it was paid, or given, before. */
  readonly inRun: boolean;
}

/** Payments to one account that a tired reader would miss. */
export interface SameAccount {
  /** Those of the run. */
  readonly inRun: readonly PaidTo[];
  /** Those to others that were paid before. */
  readonly before: readonly PaidTo[];
  /** Others who gave it as theirs, and were not paid on it. */
  readonly givenBy: readonly PaidTo[];
  /** Whether they are for different payees: that is hardly ever right. */
  readonly ofDifferentPayees: boolean;
}

/** The accounts that a run pays more than once, or that somebody else was paid on or gave before; in the order of the payments that were given. */
export function sameAccounts(payments: readonly PaidTo[]): readonly SameAccount[] {
  const accounts = [...new Set(payments.map(({ numbers }) => numbers))];
  return accounts.flatMap((numbers) => {
    const all = payments.filter((one) => one.numbers === numbers);
    const inRun = all.filter((one) => one.inRun);
    const payees = new Set(inRun.map(({ payeeId }) => payeeId));
    const others = all.filter((one) => !one.inRun && !payees.has(one.payeeId));
    if (inRun.length === 0 || (inRun.length === 1 && others.length === 0)) return [];
    const before = others.filter(({ paymentId }) => paymentId !== null);
    const paid = new Set(before.map(({ payeeId }) => payeeId));
    const givenBy = others.filter(({ paymentId, payeeId }) => paymentId === null && !paid.has(payeeId));
    return [{ inRun, before, givenBy, ofDifferentPayees: payees.size > 1 || others.length > 0 }];
  });
}
