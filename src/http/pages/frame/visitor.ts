import type { HeldRole } from '../../../domain/lives/roles';
import type { Cookies } from './cookies';

/** Who looks at a page. */
export interface Visitor {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
  readonly name: string;
  readonly organisation: { readonly name: string };
}

/** Finds who looks at a page, by what their browser keeps; undefined for somebody who has not signed in. */
export type VisitorFinder = (cookies: Cookies) => Promise<Visitor | undefined>;
