import type { Page } from '../../src/http/pages/frame/page';
import type { ReadRoute } from '../../src/http/api/read-route';
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
  address.replaceAll(/:(\w+)|\{(\w+)\}/g, (_, one: string | undefined, other: string) => {
    const name = one ?? other;
    return thing?.params[name] ?? fill?.[name] ?? madeUpId;
  });

const isFor = (page: Page, role: Role) => typeof page.for === 'string' || page.for.includes(role);

/** What is to come of looking at a page: by whom the pages of the address are for, then by whose the thing is, then by its state. */
export function expectedOfPage(
  pages: readonly Page[],
  address: string,
  cells: Cells,
  looking: Looking,
  thing: Thing | undefined,
): number {
  const { looker } = looking;
  const here = pages.filter((page) => page.address === address);
  if (here.some((page) => page.for === 'anyone') && (looker === 'nobody' || address !== '/'))
    return answered(cells, looking, thing);
  if (looker === 'nobody') return 303;
  if (!here.some((page) => isFor(page, looker))) return 403;
  return expectedOfThing(cells, looking, thing);
}

/** What is to come of a read of the API: by who may ask it, then by whose the thing is, then by its state. */
export function expectedOfRead(
  { roles }: Pick<ReadRoute, 'roles'>,
  cells: Cells,
  looking: Looking,
  thing: Thing | undefined,
): number {
  const { looker } = looking;
  if (looker === 'nobody') return 401;
  if (roles !== 'any' && !roles.includes(looker)) return 403;
  return expectedOfThing(cells, looking, thing);
}

function expectedOfThing(cells: Cells, looking: Looking, thing: Thing | undefined): number {
  const { looker, personId, party, where } = looking;
  if (thing === undefined) return (where === 'other' ? cells.elsewhere : undefined) ?? answered(cells, looking, thing);
  if (where === 'other') return 404;
  const readers = cells.readersIn?.[thing.state] ?? cells.readers;
  const isTheirOwn = thing.onlyOf !== undefined && thing.onlyOf === personId;
  if (looker === 'nobody' || (readers?.includes(looker) === false && !isTheirOwn)) return 404;
  const isForParty = partyRoles.includes(looker) && cells.ofNoParty !== true && !isTheirOwn;
  if (isForParty && (party === undefined || thing.parties[looker] !== party)) return 404;
  if (cells.in?.includes(thing.state) === false) return cells.otherwise ?? 404;
  return answered(cells, looking, thing);
}

const answered = ({ answer }: Cells, { looker }: Looking, thing: Thing | undefined): number =>
  typeof answer === 'function' ? answer(looker, thing?.state ?? '') : (answer ?? 200);
