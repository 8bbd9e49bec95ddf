import type { Deadline } from '../../src/domain/calendar/deadlines';
import type { Inbox } from './inbox';

type Looking = Pick<Inbox, 'look'>;

/** A grant's rows, as tests look at them. */
export interface GrantRows {
  readonly stage: string;
  readonly version: number;
  readonly final: boolean;
  readonly deadlines: readonly Deadline[];
  readonly next_due_at: Date | null;
  readonly held_since: Date | null;
  readonly owner_id: string | null;
  readonly accepted_at: Date | null;
  readonly ended_at: Date | null;
  readonly came_back_pence: number | null;
}

/** Where a grant stands by its rows. */
export async function rowOf(inbox: Looking, grantId: string): Promise<GrantRows> {
  const [row] = await inbox.look<GrantRows>(
    `select a.stage, a.version, a.final, a.deadlines, a.next_due_at, a.held_since, a.owner_id, w.accepted_at, w.ended_at, w.came_back_pence::int
     from application a left join award w on w.tenant_id = a.tenant_id and w.id = a.id where a.id = $1`,
    [grantId],
  );
  if (row === undefined) throw new Error('there is no such grant');
  return row;
}

/** What an account holds, in pence; nothing if it was never opened. */
export async function held(inbox: Looking, code: string): Promise<number> {
  const [row] = await inbox.look<{ balance: number }>('select balance::int from account where code = $1', [code]);
  return row?.balance ?? 0;
}

/** The types of a grant's events, in order. */
export async function timelineOf(inbox: Looking, grantId: string): Promise<readonly string[]> {
  return (
    await inbox.look<{ type: string }>('select type from event where grant_id = $1 order by sequence', [grantId])
  ).map(({ type }) => type);
}

/** Whom mails by a template went to about a grant, in the order of their ids. */
export async function mailsOf(inbox: Looking, grantId: string, template: string): Promise<readonly string[]> {
  const rows = await inbox.look<{ person_id: string }>(
    'select person_id from outbox where subject_id = $1 and template = $2 order by person_id',
    [grantId, template],
  );
  return rows.map(({ person_id }) => person_id);
}
