import { sql, type CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import type { ConfirmationKind } from '../../domain/application/confirmations';
import type { Mail } from '../apply/change';
import type { GrantContext } from '../grant/grant-context';

/** Who is asked to confirm something. */
export interface ToConfirm {
  readonly kind: ConfirmationKind;
  readonly name: string;
  readonly email: string;
  /** The organisation that is asked to be the host. */
  readonly hostId?: string;
}

/** What asking does: rows, and a mail with a link. */
export interface Asking {
  readonly confirmationId: string;
  readonly writes: readonly CompiledQuery[];
  readonly mails: readonly Mail[];
}

const templates = {
  second_contact: 'confirm-second-contact',
  host: 'confirm-host',
  application: 'confirm-application',
} as const satisfies Readonly<Record<ConfirmationKind, Mail['template']>>;

/** Has somebody asked to confirm something about an application. Whoever was asked before has to be replaced first: {@link replaced}. */
export function askToConfirm(
  { tx, tenantId, subjectId, row, at }: GrantContext,
  { kind, name, email, hostId }: ToConfirm,
  reference: string | null = row.reference,
): Asking {
  const confirmationId = newId();
  return {
    confirmationId,
    writes: [
      tx
        .insertInto('confirmation')
        .values({
          tenant_id: tenantId,
          id: confirmationId,
          grant_id: subjectId,
          kind,
          host_id: hostId ?? null,
          asked_at: at,
        })
        .compile(),
      tx
        .insertInto('confirmation_contact')
        .values({ tenant_id: tenantId, confirmation_id: confirmationId, name: name.trim(), email: email.trim() })
        .compile(),
    ],
    mails: [mailAgain(confirmationId, kind, reference)],
  };
}

/** The mail that asks to confirm, once more. */
export function mailAgain(confirmationId: string, kind: ConfirmationKind, reference: string | null): Mail {
  return { template: templates[kind], toCorrespondent: confirmationId, facts: { reference } };
}

/** Ends those of a kind because somebody else is asked instead, and forgets whom they were asked of. */
export function replaceAll(
  { tx, tenantId, subjectId, at }: GrantContext,
  kind: ConfirmationKind,
): readonly CompiledQuery[] {
  return [
    sql`update confirmation set state = 'replaced', settled_at = ${at}, waived_by = null
      where tenant_id = ${tenantId}::uuid and grant_id = ${subjectId}::uuid and kind = ${kind} and state <> 'replaced'`.compile(
      tx,
    ),
    sql`delete from confirmation_contact where tenant_id = ${tenantId}::uuid and confirmation_id in (
      select id from confirmation where tenant_id = ${tenantId}::uuid and grant_id = ${subjectId}::uuid and kind = ${kind} and state <> 'replaced')`.compile(
      tx,
    ),
  ];
}
