import { defineCommand } from '../apply/definition';

/**
 * Takes somebody back who had left. They are the same person as before, so that what they did keeps them from deciding about it, and who
 * they are connected to is still known. They hold nothing: their roles, tokens and sessions ended when they left, and what they looked after
 * is somebody else's. Their next role invites them.
 */
export const readmit = defineCommand<Readonly<Record<string, never>>, 'person'>('person', 'readmit', () =>
  Promise.resolve({ to: 'known' as const, set: { left_at: null }, event: { audience: 'staff' as const } }),
);
