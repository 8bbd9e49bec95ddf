/** How often a statement is asked before it is kept, and how many are: each connection holds its own plan of each. */
const keptFrom = 3;
const keptAtMost = 500;
const countedAtMost = 1_000;

const asked = new Map<string, number>();
const names = new Map<string, string>();

/**
 * The name under which a connection keeps a statement that is asked again and again: it is then parsed and planned once, which takes
 * Postgres several times as long as running it. The same on every connection of this process. Undefined for one that is rare, or for
 * which there is no room.
 */
export function statementName(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= keptAtMost) return name;
  const times = (asked.get(text) ?? 0) + 1;
  if (times < keptFrom) {
    if (asked.size >= countedAtMost) asked.clear();
    asked.set(text, times);
    return undefined;
  }
  asked.delete(text);
  const given = `s${String(names.size)}`;
  names.set(text, given);
  return given;
}
