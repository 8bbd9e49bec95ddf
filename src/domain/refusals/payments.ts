/** Refusals about payments, runs, instalments. */
export const paymentRefusals = {} as const satisfies Readonly<Record<string, string>>;
