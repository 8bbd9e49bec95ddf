import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database, Tx } from '../../../db/client';
import { jsonb } from '../../../db/json';
import { inTenant } from '../../../db/transaction';
import type { ApplicationDraft } from '../../domain/application/application-draft';
import { draftDeadline } from '../../domain/application/application-deadlines';
import { compareInstants, type Instant } from '../../domain/calendar/calendar';
import { findDeadline, type Deadline } from '../../domain/calendar/deadlines';
import { rolesReaching, type HeldRole, type Role } from '../../domain/lives/roles';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { ownerRefusal } from '../people/owner';
import { policyInForce } from './policy-in-force';

/**
 * Drafts are plain rows until they are submitted: no command, no event, and whoever saves says which version they saw. They may
 * be incomplete in any way.
 */

/** Who writes. */
export interface Writer {
  readonly tenantId: string;
  readonly personId: string;
}

/** For whom a draft is begun, and in which pot. */
export interface NewDraft {
  /** Its id, where the caller has one to be found again by; asked for twice, the draft is there once. */
  readonly id?: string | undefined;
  readonly potId: string;
  /** The group, or the budget holder's employer. */
  readonly partyId: string;
  /** The application of the same group that was told "not yet"; what it said is where the new one begins. */
  readonly followsId?: string | undefined;
  /** The officer who helps the group to write it; an officer who begins it is that officer. */
  readonly helpedBy?: string | undefined;
}

/** A draft as it stands. */
export interface Draft {
  readonly id: string;
  /** Goes up with each save; what `If-Match` is compared with. */
  readonly version: number;
  readonly potId: string;
  readonly partyId: string;
  readonly followsId: string | null;
  readonly helpedBy: string | null;
  readonly changedAt: Instant;
  /** When it is given up unless somebody saves it again (UTC). */
  readonly expiresAt: Instant | null;
  readonly content: ApplicationDraft;
}

/** What comes of asking for a draft or saving it: `unknown` also where it is none of the writer's business. */
export type DraftAnswer =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale'; readonly version: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const writes: readonly Role[] = ['applicant', 'grants_officer'];

/**
 * Begins an empty draft, or one that begins as the application it follows.
 * @returns the draft, or refused with POT_UNKNOWN, POT_TAKES_NOTHING, PARTY_UNKNOWN, APPLICANT_CANNOT_APPLY, NOT_YOURS_TO_DO,
 * FOLLOWS_UNKNOWN or HELPER_NOT_OFFICER
 */
export async function createDraft(db: Database, writer: Writer, asked: NewDraft): Promise<DraftAnswer> {
  const { tenantId, personId } = writer;
  const id = asked.id ?? newId();
  return inTenant(db, tenantId, async (tx) => {
    const roles = await rolesFor(tx, writer, asked);
    const refusal = await newDraftRefusal(tx, tenantId, asked, roles);
    if (refusal !== undefined) return { kind: 'refused', refusal };
    const at = await now(tx);
    const { policy } = await policyInForce(tx, tenantId, asked.potId);
    const expiry = draftDeadline(policy, at);
    const helpedBy = asked.helpedBy ?? (isApplicant(roles) ? null : personId);
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('application')
      .values({
        tenant_id: tenantId,
        id,
        pot_id: asked.potId,
        party_id: asked.partyId,
        follows_id: asked.followsId ?? null,
        stage: 'draft',
        created_by: personId,
        helped_by: helpedBy,
        ...clockOf(expiry),
        created_at: at,
        changed_at: at,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return existing(tx, writer, id);
    await tx
      .insertInto('application_content')
      .columns(['tenant_id', 'application_id', 'content'])
      .expression(
        sql`select ${tenantId}::uuid, ${id}::uuid, coalesce((select c.content from application_content c
          where c.tenant_id = ${tenantId}::uuid and c.application_id = ${asked.followsId ?? null}::uuid), '{}'::jsonb)`,
      )
      .execute();
    if (helpedBy !== null) await noteHelp(tx, { tenantId, draftId: id, personId: helpedBy, at });
    return existing(tx, writer, id);
  });
}

/** A draft, for those who may write it: who acts for its group, and officers of its pot where one helps. */
export async function readDraft(db: Database, writer: Writer, id: string): Promise<DraftAnswer> {
  return inTenant(db, writer.tenantId, (tx) => existing(tx, writer, id));
}

/**
 * Saves all that a draft holds, in place of what it held, if it is still the version that the writer saw; it is then kept for as
 * long as the policy says, from now. An officer who saves it has helped to write it.
 * @returns the draft as it then is, stale with the version that it has meanwhile, or refused with TRANSITION_NOT_ALLOWED,
 * DRAFT_EXPIRED or DRAFT_BEING_SUBMITTED
 */
export async function saveDraft(
  db: Database,
  writer: Writer,
  id: string,
  version: number,
  content: ApplicationDraft,
): Promise<DraftAnswer> {
  const { tenantId, personId } = writer;
  return inTenant(db, tenantId, async (tx) => {
    // As strong as a due instant's lock: a submission that is being stored is waited for, and is then seen.
    const row = await tx
      .selectFrom('application')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    const roles = row === undefined ? [] : await rolesFor(tx, writer, { potId: row.pot_id, partyId: row.party_id });
    if (row === undefined || !mayWrite(roles, row.helped_by)) return { kind: 'unknown' };
    const at = await now(tx);
    const refusal = await savingRefusal(tx, { tenantId, id, stage: row.stage, nextDueAt: row.next_due_at, at });
    if (refusal !== undefined) return { kind: 'refused', refusal };
    if (row.version !== version) return { kind: 'stale', version: row.version };

    const { policy } = await policyInForce(tx, tenantId, row.pot_id);
    const helper = isApplicant(roles) ? null : personId;
    await tx
      .updateTable('application')
      .set({
        version: version + 1,
        changed_at: at,
        helped_by: row.helped_by ?? helper,
        ...clockOf(draftDeadline(policy, at)),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await tx
      .updateTable('application_content')
      .set({ content: jsonb(content) })
      .where('tenant_id', '=', tenantId)
      .where('application_id', '=', id)
      .execute();
    if (helper !== null) await noteHelp(tx, { tenantId, draftId: id, personId: helper, at });
    return existing(tx, writer, id);
  });
}

/** The writer's roles that reach a draft of a group in a pot and let them write it. */
async function rolesFor(
  tx: Tx,
  { tenantId, personId }: Writer,
  { potId, partyId }: { readonly potId: string; readonly partyId: string },
): Promise<readonly HeldRole[]> {
  const held = await tx
    .selectFrom('role')
    .select(['name', 'pot_id as potId', 'party_id as partyId', 'own_limit_pence as ownLimitPence'])
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('name', 'in', writes)
    .execute();
  return rolesReaching(held as readonly HeldRole[], { potId, parties: { applicant: partyId } });
}

/** Officers write what they help with; any other draft is its group's own, also where they are shown it. */
const mayWrite = (roles: readonly HeldRole[], helpedBy: string | null): boolean =>
  isApplicant(roles) || (helpedBy !== null && roles.length > 0);

const isApplicant = (roles: readonly HeldRole[]): boolean => roles.some(({ name }) => name === 'applicant');

async function newDraftRefusal(
  tx: Tx,
  tenantId: string,
  { potId, partyId, followsId, helpedBy }: NewDraft,
  roles: readonly HeldRole[],
): Promise<Refusal | undefined> {
  const pot = await tx
    .selectFrom('pot')
    .select('state')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', potId)
    .executeTakeFirst();
  const party = await tx
    .selectFrom('party')
    .select('kind')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', partyId)
    .executeTakeFirst();
  if (party === undefined) return refuse('PARTY_UNKNOWN', { field: '/partyId' });
  if (roles.length === 0) return refuse('NOT_YOURS_TO_DO', { facts: { command: 'createDraft', needs: writes } });
  if (pot === undefined) return refuse('POT_UNKNOWN', { field: '/potId' });
  if (pot.state !== 'open') return refuse('POT_TAKES_NOTHING', { field: '/potId' });
  if (party.kind !== 'group' && party.kind !== 'employer')
    return refuse('APPLICANT_CANNOT_APPLY', { field: '/partyId' });
  if (followsId !== undefined && !(await mayBeFollowed(tx, tenantId, partyId, followsId))) {
    return refuse('FOLLOWS_UNKNOWN', { field: '/followsId' });
  }
  if (helpedBy === undefined) return undefined;
  const notOfficer = await ownerRefusal(tx, { tenantId, ownerId: helpedBy, potId });
  return notOfficer === undefined ? undefined : refuse('HELPER_NOT_OFFICER', { field: '/helpedBy' });
}

async function mayBeFollowed(tx: Tx, tenantId: string, partyId: string, followsId: string): Promise<boolean> {
  const followed = await tx
    .selectFrom('application')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', followsId)
    .where('party_id', '=', partyId)
    .where('stage', '=', 'not_yet')
    .executeTakeFirst();
  return followed !== undefined;
}

async function savingRefusal(
  tx: Tx,
  {
    tenantId,
    id,
    stage,
    nextDueAt,
    at,
  }: { tenantId: string; id: string; stage: string; nextDueAt: string | null; at: Instant },
): Promise<Refusal | undefined> {
  if (stage === 'expired') return refuse('DRAFT_EXPIRED');
  if (stage !== 'draft') {
    return refuse('TRANSITION_NOT_ALLOWED', {
      facts: { subject: 'grant', state: stage, command: 'saveDraft', allowed: [] },
    });
  }
  // Its time is up, though the engine may not have said so yet.
  if (nextDueAt !== null && compareInstants(nextDueAt as Instant, at) < 0) return refuse('DRAFT_EXPIRED');
  const waiting = await tx
    .selectFrom('command')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('subject_id', '=', id)
    .where('type', '=', 'submitApplication')
    .where('status', '=', 'stored')
    .executeTakeFirst();
  return waiting === undefined ? undefined : refuse('DRAFT_BEING_SUBMITTED');
}

const clockOf = (expiry: Deadline) => ({ deadlines: jsonb([expiry]), next_due_at: expiry.at });

/** Once for each helper. No command made it: the draft's own id stands in its place. */
async function noteHelp(
  tx: Tx,
  { tenantId, draftId, personId, at }: { tenantId: string; draftId: string; personId: string; at: Instant },
): Promise<void> {
  await tx
    .insertInto('duty')
    .values({
      tenant_id: tenantId,
      id: newId(),
      subject_type: 'grant',
      subject_id: draftId,
      duty: 'helped write',
      person_id: personId,
      at,
      command_id: draftId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function existing(tx: Tx, writer: Writer, id: string): Promise<DraftAnswer> {
  const row = await tx
    .selectFrom('application')
    .innerJoin('application_content', (join) =>
      join
        .onRef('application_content.tenant_id', '=', 'application.tenant_id')
        .onRef('application_content.application_id', '=', 'application.id'),
    )
    .select(['id', 'version', 'pot_id', 'party_id', 'follows_id', 'helped_by', 'changed_at', 'deadlines', 'content'])
    .where('application.tenant_id', '=', writer.tenantId)
    .where('id', '=', id)
    .where('stage', '=', 'draft')
    .executeTakeFirst();
  if (row === undefined) return { kind: 'unknown' };
  const roles = await rolesFor(tx, writer, { potId: row.pot_id, partyId: row.party_id });
  if (!mayWrite(roles, row.helped_by)) return { kind: 'unknown' };
  return {
    kind: 'draft',
    draft: {
      id: row.id,
      version: row.version,
      potId: row.pot_id,
      partyId: row.party_id,
      followsId: row.follows_id,
      helpedBy: row.helped_by,
      changedAt: row.changed_at as Instant,
      expiresAt: findDeadline(row.deadlines as unknown as readonly Deadline[], 'draft')?.at ?? null,
      content: row.content as ApplicationDraft,
    },
  };
}

/** The one clock. */
async function now(tx: Tx): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select app.now() as now`.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error('a select without a table gives one row');
  return row.now;
}
