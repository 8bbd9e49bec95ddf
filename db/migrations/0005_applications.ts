import { sql, type Kysely } from 'kysely';

/**
 * From draft to decision. The application's row is the subject of a grant's whole life: it is locked, versioned and carries the
 * stage and the deadlines; the award's row, with the same id, comes with the decision to award.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table application (
      tenant_id uuid not null references tenant (id),
      id uuid not null,
      pot_id uuid not null,
      party_id uuid not null,
      round_id uuid,
      follows_id uuid,
      reference text,
      stage text not null check (stage in ('draft', 'submitted', 'checking', 'assessing', 'not_yet', 'refused', 'withdrawn', 'ineligible', 'expired',
        'offered', 'active', 'closing', 'closed', 'declined', 'lapsed', 'terminated')),
      owner_id uuid,
      created_by uuid not null,
      -- The officer who helped to write it neither assesses nor decides it.
      helped_by uuid,
      asked_pence bigint check (asked_pence > 0),
      policy_version int,
      version int not null default 1,
      deadlines jsonb not null default '[]',
      stuck text[] not null default '{}',
      next_due_at timestamptz,
      paused_since timestamptz,
      held_since timestamptz,
      held_by uuid,
      appealed boolean not null default false,
      final boolean not null default false,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      submitted_at timestamptz,
      primary key (tenant_id, id),
      unique (tenant_id, reference),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      foreign key (tenant_id, round_id) references round (tenant_id, id),
      foreign key (tenant_id, follows_id) references application (tenant_id, id),
      foreign key (tenant_id, owner_id) references person (tenant_id, id),
      foreign key (tenant_id, created_by) references person (tenant_id, id),
      foreign key (tenant_id, helped_by) references person (tenant_id, id),
      foreign key (tenant_id, pot_id, policy_version) references policy (tenant_id, pot_id, version),
      check ((reference is null) = (submitted_at is null))
    );
    create index application_newest on application (tenant_id, created_at desc, id desc);
    create index application_by_stage on application (tenant_id, stage, created_at desc, id desc);
    create index application_of_pot on application (tenant_id, pot_id, created_at desc, id desc);
    create index application_of_party on application (tenant_id, party_id, created_at desc, id desc);
    create index application_of_owner on application (tenant_id, owner_id, created_at desc, id desc);
    create index application_due on application (next_due_at) where next_due_at is not null;
    create index application_running on application (id) where not final and stage <> 'draft';

    -- What the group wrote: purpose, contacts, answers. Apart from the record, so that it can be erased.
    create table application_content (
      tenant_id uuid not null,
      application_id uuid not null,
      content jsonb not null,
      primary key (tenant_id, application_id),
      foreign key (tenant_id, application_id) references application (tenant_id, id)
    );

    -- A check passed for a group is used again until it expires.
    create table party_check (
      tenant_id uuid not null,
      id uuid not null,
      party_id uuid not null,
      application_id uuid not null,
      kind text not null,
      passed boolean not null,
      checked_on date not null,
      expires_on date not null,
      checked_by uuid not null,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, party_id) references party (tenant_id, id),
      foreign key (tenant_id, application_id) references application (tenant_id, id),
      foreign key (tenant_id, checked_by) references person (tenant_id, id)
    );
    create index party_check_of_party on party_check (tenant_id, party_id, kind, checked_on desc);

    create table question (
      tenant_id uuid not null,
      id uuid not null,
      application_id uuid not null,
      asked_by uuid not null,
      asked_at timestamptz not null,
      question text not null,
      answered_by uuid,
      answered_at timestamptz,
      answer text,
      primary key (tenant_id, id),
      foreign key (tenant_id, application_id) references application (tenant_id, id)
    );
    create index question_of_application on question (tenant_id, application_id, asked_at);

    -- Who did what that segregation of duties looks at: helped, assessed, decided, authorised, built.
    create table duty (
      tenant_id uuid not null,
      id uuid not null,
      subject_type text not null,
      subject_id uuid not null,
      duty text not null,
      person_id uuid not null,
      at timestamptz not null,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id),
      unique (tenant_id, subject_id, duty, person_id, command_id)
    );
    create index duty_of_subject on duty (tenant_id, subject_id);
    create trigger never_changed before update or delete on duty for each row execute function app.refuse_change();

    create table meeting (
      tenant_id uuid not null,
      id uuid not null,
      pot_id uuid not null,
      state text not null check (state in ('planned', 'held')),
      online boolean not null,
      place text,
      starts_at timestamptz not null,
      next_meeting_on date,
      chair_id uuid,
      version int not null default 1,
      created_at timestamptz not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, pot_id) references pot (tenant_id, id),
      foreign key (tenant_id, chair_id) references person (tenant_id, id),
      check (online or place is not null)
    );
    create index meeting_of_pot on meeting (tenant_id, pot_id, starts_at desc, id);

    create table attendance (
      tenant_id uuid not null,
      meeting_id uuid not null,
      person_id uuid not null,
      primary key (tenant_id, meeting_id, person_id),
      foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );

    -- Declared at the meeting for one item, beside the standing connections.
    create table interest (
      tenant_id uuid not null,
      meeting_id uuid not null,
      application_id uuid not null,
      person_id uuid not null,
      level text not null check (level in ('connected', 'knows')),
      primary key (tenant_id, meeting_id, application_id, person_id),
      foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
      foreign key (tenant_id, application_id) references application (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );

    create table score (
      tenant_id uuid not null,
      application_id uuid not null,
      person_id uuid not null,
      criterion text not null,
      score int not null check (score between 0 and 5),
      at timestamptz not null,
      primary key (tenant_id, application_id, person_id, criterion),
      foreign key (tenant_id, application_id) references application (tenant_id, id),
      foreign key (tenant_id, person_id) references person (tenant_id, id)
    );

    create table decision (
      tenant_id uuid not null,
      id uuid not null,
      application_id uuid not null,
      meeting_id uuid,
      outcome text not null check (outcome in ('award', 'award_less', 'award_with_conditions', 'not_yet', 'refuse')),
      amount_pence bigint check (amount_pence between 1 and 200000),
      decided_at timestamptz not null,
      recorded_by uuid not null,
      -- Ids of those who were present, unconnected, and so counted to the quorum.
      counted uuid[] not null,
      command_id uuid not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, application_id) references application (tenant_id, id),
      foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
      foreign key (tenant_id, recorded_by) references person (tenant_id, id),
      check ((outcome like 'award%') = (amount_pence is not null))
    );
    create index decision_of_application on decision (tenant_id, application_id, decided_at);
    create trigger never_changed before update or delete on decision for each row execute function app.refuse_change();

    select app.fence(t) from unnest(array['application', 'application_content', 'party_check', 'question', 'duty', 'meeting', 'attendance', 'interest', 'score', 'decision']::regclass[]) t;
    grant select, insert, update on application, question, meeting, score to grantpot_app;
    grant select, insert, update, delete on application_content, attendance, interest to grantpot_app;
    grant select, insert on party_check, duty, decision to grantpot_app;
  `.execute(db);
}
