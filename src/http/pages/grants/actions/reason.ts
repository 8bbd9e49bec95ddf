import type { Field } from '../../form/field';

/** The box in which staff say why. */
export const reason = (label: string, hint?: string): Field => ({
  kind: 'longText',
  at: '/reason',
  label,
  hint,
  atMost: 4000,
  rows: 3,
});
