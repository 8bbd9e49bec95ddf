import type { HeldRole, Role } from '../../../domain/lives/roles';

/** What somebody can do about a list that is empty. */
interface Way {
  /** For whom, with a role for the whole organisation; for everybody who has no other way, if it is left out. */
  readonly for?: readonly Role[];
  readonly words: string;
  readonly to?: { readonly href: string; readonly words: string };
}

/** An empty list in words: `{{ nothingYet(empty) }}`. */
export interface NothingYet {
  readonly words: string;
  readonly to: Way['to'];
}

/** Why a list is empty, and what whoever looks can do about it: the first way that is for them. */
export function nothingYet(
  { roles }: { readonly roles: readonly HeldRole[] },
  why: string,
  ways: readonly Way[],
): NothingYet {
  const way = ways.find(
    ({ for: some }) => some === undefined || roles.some(({ name, potId }) => potId === null && some.includes(name)),
  );
  return { words: [why, way?.words ?? ''].join(' ').trim(), to: way?.to };
}
