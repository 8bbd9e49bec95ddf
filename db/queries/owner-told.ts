import { namesToldTo } from '../../src/domain/people/reading';
import type { Asker } from './asker';
import type { Named } from './named';

/** A row whose owner may not be told. */
type OwnerTold<Row> = Omit<Row, 'owner'> & { readonly owner: Named | null };

/** Takes who looks after it out of what is read, for who is told of no person. `potOf` says its pot, or null for what is the whole organisation's. */
export function ownerToldTo<Row extends { readonly owner: Named }>(
  asker: Asker,
  potOf: (row: Row) => string | null,
): (row: Row) => OwnerTold<Row> {
  const isTold = namesToldTo(asker);
  return (row) => (isTold({ potId: potOf(row), partyId: null }) ? row : { ...row, owner: null });
}
