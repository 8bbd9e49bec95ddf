/** Refusals about saved views of lists. */
export const viewRefusals = {
  VIEW_NAME_TAKEN: 'You have a saved view of this list with this name already. Choose another name.',
  VIEWS_TOO_MANY: 'You have saved {most} views of this list, which is as many as there can be. Remove one first.',
} as const satisfies Readonly<Record<string, string>>;
