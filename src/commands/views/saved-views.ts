import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database, Tx } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import type { HeldRole, Role } from '../../domain/lives/roles';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { viewsAtMost, type ViewList } from '../../domain/lists/saved-views';

/** Who saves views. */
export interface Viewer {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/** What a view is called, and whether all staff see it. */
export interface ViewNamed {
  readonly name: string;
  readonly isShared: boolean;
}

/** Who may change what a colleague shares: somebody has to, once that colleague has left. */
const tidying: readonly Role[] = ['fund_manager', 'administrator'];

/**
 * Saves the filters of a list under a name. No command: it changes nothing but what its owner is offered. Saved again just as it is, it is the
 * same view. @returns its id; VIEW_NAME_TAKEN, VIEWS_TOO_MANY
 */
export async function saveView(
  db: Database,
  { tenantId, personId }: Viewer,
  { name, isShared, list, filters }: ViewNamed & { readonly list: ViewList; readonly filters: string },
): Promise<{ readonly id: string } | Refusal> {
  return inTenant(db, tenantId, async (tx) => {
    // One after the other, so that nobody has more than there can be, and no two of one name.
    await tx
      .selectFrom('person')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', personId)
      .forNoKeyUpdate()
      .execute();
    const saved = await tx
      .selectFrom('saved_view')
      .select(['id', 'name', 'filters', 'is_shared'])
      .where('tenant_id', '=', tenantId)
      .where('person_id', '=', personId)
      .where('list', '=', list)
      .execute();
    const namesake = saved.find((view) => view.name.toLowerCase() === name.toLowerCase());
    if (namesake !== undefined) {
      const isSame = namesake.filters === filters && namesake.is_shared === isShared;
      return isSame ? { id: namesake.id } : refuse('VIEW_NAME_TAKEN', { field: '/name' });
    }
    if (saved.length >= viewsAtMost) return refuse('VIEWS_TOO_MANY', { field: '/name', facts: { most: viewsAtMost } });
    const id = newId();
    const saved_at = sql<string>`app.now()`;
    const row = { tenant_id: tenantId, id, person_id: personId, list, name, filters, is_shared: isShared, saved_at };
    await tx.insertInto('saved_view').values(row).execute();
    return { id };
  });
}

/**
 * Gives a view another name, and shares it or keeps it to its owner.
 * @returns undefined; VIEW_NAME_TAKEN; or `absent` for a view that is not theirs to change
 */
export async function changeView(
  db: Database,
  viewer: Viewer,
  id: string,
  { name, isShared }: ViewNamed,
): Promise<Refusal | 'absent' | undefined> {
  return inTenant(db, viewer.tenantId, async (tx) => {
    const view = await lockView(tx, viewer, id);
    if (view === undefined) return 'absent';
    const taken = await tx
      .selectFrom('saved_view')
      .select('id')
      .where('tenant_id', '=', viewer.tenantId)
      .where('person_id', '=', view.person_id)
      .where('list', '=', view.list)
      .where((row) => row.eb(row.fn('lower', ['name']), '=', name.toLowerCase()))
      .where('id', '<>', id)
      .executeTakeFirst();
    if (taken !== undefined) return refuse('VIEW_NAME_TAKEN', { field: '/name' });
    await tx
      .updateTable('saved_view')
      .set({ name, is_shared: isShared })
      .where('tenant_id', '=', viewer.tenantId)
      .where('id', '=', id)
      .execute();
    return undefined;
  });
}

/** Removes a view. @returns whether there was one that is theirs to remove */
export async function removeView(db: Database, viewer: Viewer, id: string): Promise<boolean> {
  return inTenant(db, viewer.tenantId, async (tx) => {
    if ((await lockView(tx, viewer, id)) === undefined) return false;
    await tx.deleteFrom('saved_view').where('tenant_id', '=', viewer.tenantId).where('id', '=', id).execute();
    return true;
  });
}

/** Whether a view is somebody's to change: their own, or one that is shared for whoever tidies up. */
export const mayChangeView = (
  { personId, roles }: Viewer,
  view: { readonly personId: string; readonly isShared: boolean },
): boolean => view.personId === personId || (view.isShared && roles.some(({ name }) => tidying.includes(name)));

/** The view, if it is theirs to change. Its owner is locked first, as by whoever saves another of theirs. */
async function lockView(tx: Tx, viewer: Viewer, id: string) {
  const { tenantId } = viewer;
  const view = await tx
    .selectFrom('saved_view')
    .select(['person_id', 'list', 'is_shared'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (view === undefined || !mayChangeView(viewer, { personId: view.person_id, isShared: view.is_shared }))
    return undefined;
  await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', view.person_id)
    .forNoKeyUpdate()
    .execute();
  return view;
}
