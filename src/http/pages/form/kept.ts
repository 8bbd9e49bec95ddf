import type { Fields } from './field';
import type { Typed } from './typed';

/** What is kept of a form that could not be taken when it was sent. */
export interface KeptTyped {
  readonly typed: Typed;
  /** Whether something was left out that shows once who somebody is, such as a code. */
  readonly leftOut: boolean;
}

/**
 * What of a form is kept: what was typed, and what had been seen of what others did (`_seen`). Neither what the frame adds of its own, nor what
 * shows once who somebody is. `fields`: those of each form that it could be.
 */
export function keptOf(fields: readonly Fields[], sent: Typed): KeptTyped {
  const proofs = new Set(
    fields.flatMap((each) => Object.entries(each).flatMap(([name, field]) => ('isProof' in field ? [name] : []))),
  );
  const typed = Object.entries(sent).filter(
    ([name]) => name === '_seen' || (!name.startsWith('_') && !proofs.has(name)),
  );
  const leftOut = Object.entries(sent).some(([name, text]) => proofs.has(name) && text !== '');
  return { typed: Object.fromEntries(typed), leftOut };
}
