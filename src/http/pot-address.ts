/** The address of a pot's public page. */
export const potAddress = (slug: string, potId: string): string => `/o/${slug}/pots/${potId}`;
