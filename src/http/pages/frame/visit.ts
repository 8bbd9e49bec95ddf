import type { Request, Response } from 'express';
import type { AppParts } from '../../parts';
import type { ReceivedForm } from '../../uploads';
import { cookiesOf, type Cookies } from './cookies';
import type { Page } from './page';
import type { Finder, Looking } from './visitor';
import type { WaitingWork } from './waiting-work';

/** What pages are served from. */
export interface ServedFrom {
  readonly parts: AppParts;
  readonly find: Finder;
  readonly work: WaitingWork;
  readonly pages: readonly Page[];
}

/**
 * One request and its answer. What is found out about it is found out once, though several pages of one address may be asked in turn whether they
 * are for whoever looks.
 */
export class Visit {
  readonly cookies: Cookies;
  /** The form that came with a file, or could have: it is read once. */
  received: ReceivedForm | undefined;
  /** Whether somebody has shown with this very request that it is them. */
  hasShownItself = false;
  /** How many parts stand for something else in the address of a page that is for others only. */
  partsOfOthers: number | undefined;
  /** Whether a page for whoever looks has found nothing that it could be about. */
  foundNothing = false;
  private looked: Promise<Looking> | undefined;
  private counted: Promise<number> | undefined;

  constructor(
    readonly from: ServedFrom,
    readonly request: Request,
    readonly response: Response,
  ) {
    this.cookies = cookiesOf(request, response, from.parts.publicUrl.startsWith('https:'));
  }

  /** Who looks. */
  looking(): Promise<Looking> {
    return (this.looked ??= this.from.find(this.cookies));
  }

  /** How much waits for whoever looks. A page is shown without it if that cannot be read. */
  waiting({ visitor, session }: Looking): Promise<number> {
    const isNobody = visitor === undefined || session === undefined;
    return (this.counted ??= isNobody ? Promise.resolve(0) : this.from.work.of(visitor, session.now).catch(() => 0));
  }
}

const visits = new WeakMap<Request, Visit>();

/** The visit that a request is: the same one however often it is asked for. */
export function visitOf(from: ServedFrom, request: Request, response: Response): Visit {
  const visit = visits.get(request) ?? new Visit(from, request, response);
  visits.set(request, visit);
  return visit;
}
