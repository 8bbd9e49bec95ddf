import type { Look } from '../../../../db/queries/look';
import type { Session } from '../../../../db/queries/people/sessions';
import type { HeldRole } from '../../../domain/lives/roles';
import type { Cookies } from './cookies';

/** Who looks at a page. */
export interface Visitor {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
  readonly name: string;
  readonly organisation: Look;
}

/** What is known of whoever looks at a page. */
export interface Looking {
  /** Their session, also while something of signing in is still to be done. */
  readonly session: Session | undefined;
  /** Undefined until they have signed in completely. */
  readonly visitor: Visitor | undefined;
  /** Where they go first when a page is not for anyone. */
  readonly before: string;
}

/** Finds who looks at a page, by what their browser keeps. */
export type Finder = (cookies: Cookies) => Promise<Looking>;
