/** Refusals about offers, conditions, reports, refunds, holds. */
export const deliveryRefusals = {} as const satisfies Readonly<Record<string, string>>;
