import { sql } from 'kysely';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** Why somebody cannot show their second factor any more. */
export interface ResetSecondFactorBody {
  readonly reason: string;
}

/**
 * Takes an app, all passkeys and all recovery codes off a colleague's account, ends their sessions, and tells them. At their next sign-in they
 * set one up anew. A login that works with another organisation too keeps them: one organisation's administrator does not weaken another's
 * sign-in. @refusal SECOND_FACTOR_YOUR_OWN, SECOND_FACTOR_NOT_SET_UP, SECOND_FACTOR_SHARED
 */
export const resetSecondFactor = defineCommand<ResetSecondFactorBody, 'person'>(
  'person',
  'resetSecondFactor',
  async ({ tx, tenantId, subjectId: personId, actorId, body, at }) => {
    if (actorId === personId) return refuse('SECOND_FACTOR_YOUR_OWN');
    const { rows } = await sql<{ loginId: string; hasFactor: boolean; worksElsewhere: boolean }>`
      select p.login_id as "loginId",
        exists (select from second_factor f where f.login_id = p.login_id and f.secret_sealed is not null)
          or exists (select from passkey k where k.login_id = p.login_id) as "hasFactor",
        exists (select from app.people_of_login(p.login_id) o where o.tenant_id <> p.tenant_id) as "worksElsewhere"
      from person p where p.tenant_id = ${tenantId} and p.id = ${personId} and p.login_id is not null
    `.execute(tx);
    const [found] = rows;
    if (found?.hasFactor !== true) return refuse('SECOND_FACTOR_NOT_SET_UP');
    if (found.worksElsewhere) return refuse('SECOND_FACTOR_SHARED');
    const { loginId } = found;
    return {
      writes: [
        sql`delete from passkey where login_id = ${loginId}`.compile(tx),
        sql`delete from recovery_code where login_id = ${loginId}`.compile(tx),
        sql`delete from second_factor where login_id = ${loginId}`.compile(tx),
        sql`update session set ended_at = ${at} where login_id = ${loginId} and ended_at is null`.compile(tx),
      ],
      event: { audience: 'staff', text: body.reason },
      mails: [{ template: 'second-factor-reset', to: personId, facts: {} }],
    };
  },
);
