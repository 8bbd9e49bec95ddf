import type { Refusal } from './refusal';

/** Thrown where nothing can be answered of what was asked for, and whoever asked can do something about it: they are told the refusal. */
export class ReadRefused extends Error {
  override readonly name = 'ReadRefused';

  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}
