import { randomUUID } from 'node:crypto';

import { staffRoles } from '../../src/domain/lives/roles';
import type { Page } from '../../src/http/pages/frame/page';
import type { Answered, KeptConnection } from './kept-connection';
import type { Looker } from './lookers';

/** A form that somebody is never offered. */
interface Closed {
  readonly form: string;
  readonly path: string;
  readonly looking: Looker;
  /** What looking there was answered. */
  readonly status: number;
}

const managers: readonly Looker['looker'][] = ['fund_manager', 'administrator'];

/**
 * Forms that people may send by their role, and that are offered only as things stand, which is as none of the things that the matrix looks at. Whether
 * they are then taken is not for whom the page is, and is tested with what they do.
 */
const asThingsStand: Readonly<Record<string, 'all' | readonly Looker['looker'][]>> = {
  '/account, endOthers': 'all',
  '/account/app, begin': 'all',
  '/sign-in/recovery-codes, kept': 'all',
  '/applications/:id/check, send': ['grants_officer', 'applicant'],
  '/grants/:id, passToPanel': ['grants_officer'],
  '/grants/:id/host, own': ['applicant'],
  '/grants/:id/report, answer': ['applicant', 'budget_holder'],
  '/grants/:id/report/check, send': ['applicant', 'budget_holder'],
  '/grants/:id/messages, markRead': staffRoles,
  '/budget/buy/confirm, giveUp': ['budget_holder'],
  '/purchases/:id, payPurchaseAgain': ['fund_manager', 'payment_maker'],
  '/organisation, removeLogo': managers,
  '/organisation/switches, online_scoring_on': managers,
  '/pots/:id/settings, drop': ['fund_manager'],
  '/pots/:id/settings/publish, publish': ['fund_manager'],
  '/pots/:id/letters/:letter, restore': ['fund_manager'],
  '/funds/:id, close': ['fund_manager'],
};

/** The names of the forms that a page offers. */
const offeredIn = ({ text }: Answered): ReadonlySet<string> =>
  new Set([...text.matchAll(/name="_form" value="(\w+)"/g)].map(([, name = '']) => name));

/** The forms that somebody is offered in no state of anything that they look at, each at one place: on a page that they see, if there is one. */
export class ClosedForms {
  private readonly found = new Map<string, Closed>();
  private readonly offered = new Set<string>();

  constructor(private readonly pages: readonly Page[]) {}

  /** Notes what somebody was answered at an address. */
  note(address: string, path: string, looking: Looker, answer: Answered): void {
    const here = this.pages.filter((page) => page.address === address && page.for !== 'anyone');
    const { status } = answer;
    const offered = status === 200 ? offeredIn(answer) : new Set<string>();
    for (const form of new Set(here.flatMap((page) => Object.keys(page.forms ?? {})))) {
      const may = asThingsStand[`${address}, ${form}`] ?? [];
      if (looking.looker !== 'nobody' && answer.status < 400 && (may === 'all' || may.includes(looking.looker)))
        continue;
      const name = [address, form, looking.looker, looking.where].join(', ');
      if (offered.has(form)) this.offered.add(name);
      const known = this.found.get(name);
      if (known === undefined || (known.status !== 200 && status === 200))
        this.found.set(name, { form, path, looking, status });
    }
  }

  /**
   * Sends each of them with nothing filled in. @returns how many, and what was answered otherwise than it should be: who is not known is asked to sign
   * in; who does not see the page, as nobody else's; to all others it is refused, or they are led to where things stand.
   */
  async send(connection: KeptConnection): Promise<{ readonly count: number; readonly wrong: readonly string[] }> {
    const wrong: string[] = [];
    const closed = [...this.found].filter(([name]) => !this.offered.has(name));
    for (const [name, { form, path, looking, status }] of closed) {
      const { cookie, formToken } = looking;
      const answer = await connection.ask(path, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ _form: form, _token: formToken, _key: randomUUID() }).toString(),
      });
      if (!isRefused(answer, looking, status))
        wrong.push(`${name}: ${String(answer.status)} ${answer.to ?? ''}, and looking ${String(status)} at ${path}`);
    }
    return { count: closed.length, wrong };
  }
}

function isRefused({ status, to = '' }: Answered, { looker }: Looker, looked: number): boolean {
  if (looker === 'nobody') return status === 303 && to.startsWith('/sign-in?');
  if (looked === 403 || looked === 404) return status === 403 || status === 404;
  if (status === 303) return !to.startsWith('/commands/') && !to.includes('done=');
  return status >= 400 && status < 500;
}
