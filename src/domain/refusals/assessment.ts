/** Refusals about checks, questions, meetings, decisions. */
export const assessmentRefusals = {} as const satisfies Readonly<Record<string, string>>;
