/** What stands at the foot of every page. */
export const pageWords = { footer: '{what} · page {page} of {pages}' } as const;
