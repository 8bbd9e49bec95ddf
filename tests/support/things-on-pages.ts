import type { Role } from '../../src/domain/lives/roles';
import type { Inbox } from './inbox';

/** What the addresses of pages are about: a kind of thing, or nothing. */
export type About =
  | 'nothing'
  | 'grant'
  | 'purchase'
  | 'run'
  | 'round'
  | 'fund'
  | 'pot'
  | 'meeting'
  | 'group'
  | 'person'
  | 'payment'
  | 'service'
  | 'command'
  | 'organisation';

/** One thing that pages are about, in one of its states. */
export interface Thing {
  readonly about: About;
  readonly state: string;
  /** What stands in addresses for it, by the names in the addresses. */
  readonly params: Readonly<Record<string, string>>;
  /** Whom roles that are held for one party must be held for; all others see it as staff do. */
  readonly parties: Readonly<Partial<Record<Role, string>>>;
  /** Where it is one person's alone. */
  readonly onlyOf?: string;
}

/** Finds of each kind one in each state that there is: of groups' grants and of a budget's, since others act for it. */
const found: readonly [About, string][] = [
  [
    'grant',
    `select distinct on (kind, state) * from (
       select g.kind, a.id, a.party_id as applicant, a.party_id as budget_holder, a.stage || case
           when a.held_since is not null then ', on hold' when w.needs_new_budget and a.stage = 'offered' then ', less'
           when a.stage = 'draft' and a.shared_at is not null then ', shown'
           when exists (select from report r where r.tenant_id = a.tenant_id and r.grant_id = a.id and r.submitted_at is not null) then ', reported'
           when c.id is not null then ', condition open' else '' end as state, c.id as condition
       from application a join party g on g.tenant_id = a.tenant_id and g.id = a.party_id
       left join award w on w.tenant_id = a.tenant_id and w.id = a.id
       left join condition c on c.tenant_id = a.tenant_id and c.grant_id = a.id and c.state = 'open'
       where a.tenant_id = $1) a order by kind, state, id`,
  ],
  [
    'purchase',
    `select distinct on (p.state) * from (
       select p.id, p.state || case when p.state = 'cancelled' and not exists (
           select from event e where e.tenant_id = p.tenant_id and e.subject_id = p.id and e.type = 'purchase_ordered') then ', never ordered' else '' end as state,
         a.party_id as budget_holder, p.provider_id as provider
       from purchase p join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id where p.tenant_id = $1) p order by p.state, p.id`,
  ],
  [
    'run',
    `select distinct on (r.state) r.id, r.state, (select l.payment_id from payment_run_line l where l.tenant_id = r.tenant_id and l.run_id = r.id limit 1) as payment
     from payment_run r where r.tenant_id = $1 order by r.state, r.id`,
  ],
  ['round', `select distinct on (state) id, state from round where tenant_id = $1 order by state, id`],
  [
    'fund',
    `select distinct on (state) * from (select f.id, f.state, (select i.id from instalment i where i.tenant_id = f.tenant_id and i.fund_id = f.id order by i.received_on nulls first limit 1) as instalment
     from fund f where f.tenant_id = $1) f order by state, instalment nulls last`,
  ],
  [
    'pot',
    `select distinct on (p.state) p.id, p.id as pot, p.state, t.slug as org from pot p join tenant t on t.id = p.tenant_id where p.tenant_id = $1 order by p.state, p.id`,
  ],
  [
    'meeting',
    `select distinct on (state) * from (select m.id, m.state, (select a.id from application a where a.tenant_id = m.tenant_id and a.pot_id = m.pot_id and a.stage = 'assessing' limit 1) as item
     from meeting m where m.tenant_id = $1) m order by state, item nulls last, id`,
  ],
  [
    'group',
    `select distinct on (kind) id, kind as state, id as applicant, id as budget_holder, id as provider from party where tenant_id = $1 order by kind, id`,
  ],
  [
    'person',
    `select distinct on (left_at is null) id, id as only_of, case when left_at is null then 'known' else 'left' end as state from person where tenant_id = $1 order by left_at is null, id`,
  ],
  ['payment', `select distinct on (state) id, state from payment where tenant_id = $1 order by state, id`],
  [
    'service',
    `select distinct on (withdrawn_at is null) id, party_id as provider, case when withdrawn_at is null then 'offered' else 'withdrawn' end as state from service where tenant_id = $1`,
  ],
  [
    'command',
    `select distinct on (status) id, status as state, actor_id as only_of from command where tenant_id = $1 and actor_id is not null order by status, received_at`,
  ],
  ['organisation', `select id, 'known' as state from tenant where id = $1`],
];

/** The things of one organisation that pages can be about, one in each state that there is. */
export async function thingsIn(inbox: Pick<Inbox, 'look'>, tenantId: string): Promise<readonly Thing[]> {
  const things: Thing[] = [];
  for (const [about, sql] of found) {
    for (const row of await inbox.look<Record<string, string | null>>(sql, [tenantId])) {
      const { state, kind: _kind, applicant, budget_holder, provider, only_of, ...params } = row;
      const given = (values: Record<string, string | null | undefined>) =>
        Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] != null));
      things.push({
        about,
        state: state ?? '',
        params: given(params),
        parties: given({ applicant, budget_holder, provider }),
        ...(only_of == null ? {} : { onlyOf: only_of }),
      });
    }
  }
  return things;
}
