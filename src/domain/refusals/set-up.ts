/** Refusals about funds, pots, people, roles. */
export const setUpRefusals = {} as const satisfies Readonly<Record<string, string>>;
