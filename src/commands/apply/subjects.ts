import { sql, type Selectable } from 'kysely';
import type { Tx } from '../../../db/client';
import type {
  Application,
  Fund,
  Meeting,
  Organisation,
  Party,
  PaymentRun,
  Person,
  Pot,
  Purchase,
  Round,
} from '../../../db/types';
import type { SubjectType } from '../../contracts/ids';
import type { Instant } from '../../domain/calendar/calendar';
import type { Deadline } from '../../domain/calendar/deadlines';
import { grantPhase, type GrantStage } from '../../domain/lives/grant-life';
import { paymentRunPhase, type PaymentRunState } from '../../domain/lives/payment-run-life';
import { purchasePhase, type PurchaseState } from '../../domain/lives/purchase-life';
import type { Scope } from '../../domain/lives/roles';
import { pausedByQuestion } from '../../domain/award/pauses';
import { roundPhase, type RoundState } from '../../domain/lives/round-life';
import type { PolicyFrom } from './stored-command';

/** The row of each kind of subject, as it is when locked. */
export interface SubjectRows {
  grant: Selectable<Application>;
  /** With what its grant says of it: on hold since when, whose. The grant is locked with it. */
  purchase: Selectable<Purchase> & {
    grant_held_since: string | null;
    employer_id: string;
  };
  payment_run: Selectable<PaymentRun>;
  round: Selectable<Round>;
  fund: Selectable<Fund>;
  pot: Selectable<Pot>;
  meeting: Selectable<Meeting>;
  party: Selectable<Party>;
  person: Selectable<Person>;
  organisation: Selectable<Organisation>;
}

/** How strongly a subject is locked: a command `for no key update`; a due instant `for update`, which waits for what is being stored. */
export type LockStrength = 'no key update' | 'update';

/** What the engine knows of every subject, whatever its kind. */
export interface Standing {
  readonly state: string;
  readonly version: number;
  readonly final: boolean;
  readonly phase: string;
  readonly heldSince: Instant | null;
  readonly pausedNames: readonly string[];
  readonly deadlines: readonly Deadline[];
  readonly stuck: readonly string[];
  readonly scope: Scope;
  readonly grantId: string | null;
}

/** How one kind of subject is kept. */
export interface SubjectKind<Row> {
  readonly table:
    | 'application'
    | 'purchase'
    | 'payment_run'
    | 'round'
    | 'fund'
    | 'pot'
    | 'meeting'
    | 'party'
    | 'person'
    | 'organisation';
  readonly stateColumn: 'stage' | 'state' | null;
  /** The column that says when it last changed, where it has one. */
  readonly changedColumn?: 'changed_at';
  /** The names of its deadlines by which somebody promised an answer; the column `answer_by` keeps when that was, also once the deadline is over. */
  readonly promises?: readonly string[];
  /** Whether it has deadlines, and so a workflow. */
  readonly waits: boolean;
  lock(tx: Tx, tenantId: string, id: string, strength: LockStrength): Promise<Row | undefined>;
  /** A statement that gives the pot and the version of the policy that holds for it, as the locked row says; null where it has none. */
  readonly policyFrom: PolicyOf | null;
  standing(row: Row): Standing;
  /** The phase and whether it is over, once the state has become this. */
  phaseIn(state: string, final: boolean): string;
  isFinal(state: string): boolean;
}

type PolicyOf = (tenantId: string, id: string) => PolicyFrom;

/** Of a table whose rows belong to a pot, by its present policy. */
const presentPolicyIn =
  (table: 'payment_run' | 'round' | 'meeting'): PolicyOf =>
  (tenantId, id) =>
    sql`select pot_id, null::int as version from ${sql.table(table)} where tenant_id = ${tenantId} and id = ${id}`;

const nobody: Scope = { potId: null, parties: {} };

interface Waiting {
  readonly version: number;
  readonly final: boolean;
  readonly deadlines: unknown;
  readonly stuck: string[];
}
const kept = (row: Waiting) => ({
  version: row.version,
  final: row.final,
  deadlines: row.deadlines as readonly Deadline[],
  stuck: row.stuck,
});

type Lock<Row> = SubjectKind<Row>['lock'];
const lockIn =
  <Row>(table: SubjectKind<Row>['table']): Lock<Row> =>
  async (tx, tenantId, id, strength) => {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} where tenant_id = ${tenantId} and id = ${id} for ${sql.raw(strength)}
    `.execute(tx);
    return rows[0];
  };

/** What is particular to a kind that waits for nothing: where its state is and what it belongs to. */
type Clockless = Pick<Standing, 'state' | 'scope'>;

const clockless = <Row extends { readonly version: number }>(
  table: SubjectKind<Row>['table'],
  stateColumn: SubjectKind<Row>['stateColumn'],
  describe: (row: Row) => Clockless,
  policyFrom: PolicyOf | null = null,
): SubjectKind<Row> => ({
  table,
  policyFrom,
  stateColumn,
  waits: false,
  lock: lockIn(table),
  standing: (row) => ({
    final: false,
    phase: 'open',
    heldSince: null,
    pausedNames: [],
    deadlines: [],
    stuck: [],
    grantId: null,
    version: row.version,
    ...describe(row),
  }),
  phaseIn: () => 'open',
  isFinal: () => false,
});

/** A kind that waits and belongs to a pot, and that no hold stops. */
const ofPot = <Row extends Waiting & { readonly state: string; readonly pot_id: string }>(
  table: 'payment_run' | 'round',
  phase: (state: string) => string,
  over: readonly string[],
): SubjectKind<Row> => ({
  table,
  stateColumn: 'state',
  waits: true,
  lock: lockIn(table),
  policyFrom: presentPolicyIn(table),
  standing: (row) => ({
    ...kept(row),
    state: row.state,
    phase: phase(row.state),
    heldSince: null,
    pausedNames: [],
    scope: { potId: row.pot_id, parties: {} },
    grantId: null,
  }),
  phaseIn: phase,
  isFinal: (state) => over.includes(state),
});

const grantIsOver: readonly string[] = [
  'not_yet',
  'withdrawn',
  'ineligible',
  'expired',
  'closed',
  'declined',
  'lapsed',
] satisfies GrantStage[];
const purchaseIsOver: readonly string[] = ['refused', 'declined', 'closed', 'cancelled'] satisfies PurchaseState[];
const runIsOver: readonly string[] = ['reconciled', 'cancelled'] satisfies PaymentRunState[];
const roundIsOver: readonly string[] = ['decided', 'cancelled'] satisfies RoundState[];

/** Every kind of subject. */
export const subjectKinds: { readonly [T in SubjectType]: SubjectKind<SubjectRows[T]> } = {
  grant: {
    table: 'application',
    stateColumn: 'stage',
    changedColumn: 'changed_at',
    promises: ['check', 'decision', 'offer', 'reading'],
    waits: true,
    lock: lockIn('application'),
    policyFrom: (tenantId, id) =>
      sql`select pot_id, policy_version as version from application where tenant_id = ${tenantId} and id = ${id}`,
    standing: (row) => ({
      ...kept(row),
      state: row.stage,
      phase: grantPhase(row.stage as GrantStage, row.final),
      heldSince: row.held_since as Instant | null,
      pausedNames: row.paused_since === null ? [] : pausedByQuestion,
      scope: { potId: row.pot_id, parties: { applicant: row.party_id, budget_holder: row.party_id } },
      grantId: row.id,
    }),
    phaseIn: (state, final) => grantPhase(state as GrantStage, final),
    isFinal: (state) => grantIsOver.includes(state),
  },
  purchase: {
    table: 'purchase',
    stateColumn: 'state',
    promises: ['authorisation'],
    waits: true,
    lock: async (tx, tenantId, id, strength) => {
      // Its grant first: the order in which locks are always taken.
      const { rows } = await sql<SubjectRows['purchase']>`
        with parent as materialized (
          select a.held_since, a.party_id from application a
          where a.tenant_id = ${tenantId} and a.id = (select grant_id from purchase where tenant_id = ${tenantId} and id = ${id}) for no key update
        )
        select p.*, parent.held_since as grant_held_since, parent.party_id as employer_id
        from parent cross join lateral (select * from purchase where tenant_id = ${tenantId} and id = ${id} for ${sql.raw(strength)}) p
      `.execute(tx);
      return rows[0];
    },
    policyFrom: (tenantId, id) =>
      sql`select p.pot_id, a.policy_version as version from purchase p
        join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id where p.tenant_id = ${tenantId} and p.id = ${id}`,
    standing: (row) => ({
      ...kept(row),
      state: row.state,
      phase: purchasePhase(row.state as PurchaseState),
      heldSince: (row.grant_held_since ?? row.held_since) as Instant | null,
      pausedNames: [],
      scope: { potId: row.pot_id, parties: { budget_holder: row.employer_id, provider: row.provider_id } },
      grantId: row.grant_id,
    }),
    phaseIn: (state) => purchasePhase(state as PurchaseState),
    isFinal: (state) => purchaseIsOver.includes(state),
  },
  payment_run: {
    ...ofPot<SubjectRows['payment_run']>(
      'payment_run',
      (state) => paymentRunPhase(state as PaymentRunState),
      runIsOver,
    ),
    promises: ['authorisation', 'outcomes'],
  },
  round: ofPot('round', (state) => roundPhase(state as RoundState), roundIsOver),
  fund: clockless('fund', 'state', ({ state }) => ({ state, scope: nobody })),
  pot: clockless(
    'pot',
    'state',
    ({ state, id }) => ({ state, scope: { potId: id, parties: {} } }),
    (tenantId, id) =>
      sql`select id as pot_id, policy_version as version from pot where tenant_id = ${tenantId} and id = ${id}`,
  ),
  meeting: clockless(
    'meeting',
    'state',
    ({ state, pot_id: potId }) => ({ state, scope: { potId, parties: {} } }),
    presentPolicyIn('meeting'),
  ),
  party: clockless('party', null, ({ id }) => ({
    state: 'known',
    scope: { potId: null, parties: { applicant: id, provider: id, budget_holder: id } },
  })),
  person: clockless('person', null, ({ left_at: leftAt }) => ({
    state: leftAt === null ? 'known' : 'left',
    scope: nobody,
  })),
  organisation: clockless('organisation', null, () => ({ state: 'known', scope: nobody })),
};
