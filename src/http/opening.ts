import type { Seal } from '../../db/seal';
import { describeError } from '../observing/log';

/** Somebody who is told of each sealed value that could not be opened. */
export interface Unreadable {
  /** Once for each value: so that it is counted. */
  readonly count: () => void;
  /** Once for each kind of error, such as a key that is missing, by its id: so that it is logged, and a page with many does not fill the log. */
  readonly say: (detail: Readonly<Record<string, unknown>>) => void;
}

/**
 * Opens what is sealed in rows. A key can be lost and a row damaged: the value is then undefined, and whatever is shown besides it is still
 * shown. Only what a browser gives back is opened elsewhere: what strangers make up is no loss of ours.
 */
export function openingBy(
  { open }: Pick<Seal, 'open'>,
  unreadable: Unreadable,
): (sealed: string) => string | undefined {
  const said = new Set<string>();
  return (sealed) => {
    try {
      return open(sealed);
    } catch (error) {
      unreadable.count();
      const { error: kind, code, at } = describeError(error);
      const name = `${String(kind)} ${String(code)}`;
      if (!said.has(name)) unreadable.say({ error: kind, code, at });
      said.add(name);
      return undefined;
    }
  };
}
