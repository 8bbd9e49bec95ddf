/** Refusals about purchases. */
export const purchaseRefusals = {} as const satisfies Readonly<Record<string, string>>;
