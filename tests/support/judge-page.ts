import type { Page } from '../../src/http/pages/frame/page';
import { partyRoles, type Role } from '../../src/domain/lives/roles';
import type { Cells, Looker } from './cells-of-pages';
import type { Thing } from './things-on-pages';

/** Whose organisation a thing is of, as whoever looks sees it. */
type Where = 'own' | 'other';

/** Somebody who looks: with one role, held for this party where it is a party's. */
export interface Looking {
  readonly looker: Looker;
  readonly where: Where;
  readonly personId: string | undefined;
  readonly party: string | undefined;
}

const madeUpId = '0197a000-0000-7000-8000-000000000000';

/** An address with what stands for the thing. */
export const addressOf = (address: string, { fill }: Cells, thing: Thing | undefined): string =>
  address.replaceAll(/:(\w+)/g, (_, name: string) => thing?.params[name] ?? fill?.[name] ?? madeUpId);

const isFor = (page: Page, role: Role) => typeof page.for === 'string' || page.for.includes(role);

/** Whether a page of an address is for somebody who looks. */
export const isForLooker = (pages: readonly Page[], address: string, { looker }: Looking): boolean =>
  looker !== 'nobody' && pages.some((page) => page.address === address && isFor(page, looker));

/** What is to come of looking: by whom the pages are for, then by whose the thing is, then by its state. */
export function expectedOf(
  pages: readonly Page[],
  address: string,
  cells: Cells,
  { looker, personId, party, where }: Looking,
  thing: Thing | undefined,
): number {
  const here = pages.filter((page) => page.address === address);
  const answered = () =>
    typeof cells.answer === 'function' ? cells.answer(looker, thing?.state ?? '') : (cells.answer ?? 200);
  if (here.some((page) => page.for === 'anyone') && (looker === 'nobody' || address !== '/')) return answered();
  if (looker === 'nobody') return 303;
  if (!here.some((page) => isFor(page, looker))) return 403;
  if (thing === undefined) return (where === 'other' ? cells.elsewhere : undefined) ?? answered();
  if (where === 'other') return 404;
  const readers = cells.readersIn?.[thing.state] ?? cells.readers;
  if (readers?.includes(looker) === false && thing.onlyOf !== personId) return 404;
  if (partyRoles.includes(looker) && (party === undefined || thing.parties[looker] !== party)) return 404;
  if (cells.in?.includes(thing.state) === false) return cells.otherwise ?? 404;
  return answered();
}
