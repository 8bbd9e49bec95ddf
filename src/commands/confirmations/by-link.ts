import { sql } from 'kysely';
import type { Database } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import type { LinkSubject } from '../../contracts/link-token';
import type { ConfirmationKind, ConfirmationState } from '../../domain/application/confirmations';
import { storeOwnCommand } from '../apply/store-own-command';
import type { NoteConfirmationBody } from './note-confirmation';

/** What whoever opens the link is told of what they are asked to confirm. */
export interface ConfirmationByLink {
  readonly kind: ConfirmationKind;
  readonly state: Extract<ConfirmationState, 'asked' | 'confirmed' | 'denied'>;
  readonly organisation: string;
  readonly pot: string;
  readonly group: string;
  readonly host: string | null;
  readonly reference: string | null;
  readonly askedPence: number | null;
  readonly contactName: string;
}

/** An answer as it waits in the inbox. */
export interface AnswerStored {
  readonly grantId: string;
  readonly commandId: string;
}

interface Row extends ConfirmationByLink {
  readonly grantId: string;
}

async function find(db: Database, { tenantId, id }: LinkSubject): Promise<Row | undefined> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    sql<Row>`
      select k.grant_id as "grantId", k.kind, k.state, tenant.name as organisation, pot.name as pot, party.name as "group",
        (select host.name from party host where host.tenant_id = k.tenant_id and host.id = k.host_id) as host,
        a.reference, a.asked_pence as "askedPence", c.name as "contactName"
      from confirmation k
        join confirmation_contact c on c.tenant_id = k.tenant_id and c.confirmation_id = k.id
        join application a on a.tenant_id = k.tenant_id and a.id = k.grant_id
        join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
        join party on party.tenant_id = a.tenant_id and party.id = a.party_id
        join tenant on tenant.id = k.tenant_id
      where k.tenant_id = ${tenantId}::uuid and k.id = ${id}::uuid and k.state in ('asked', 'confirmed', 'denied')
        and (k.state <> 'asked' or not a.final)
    `.execute(tx),
  );
  return rows[0];
}

/** What a link is about; undefined for one that has been replaced, is done without, or whose application is over. */
export async function findConfirmation(db: Database, link: LinkSubject): Promise<ConfirmationByLink | undefined> {
  const found = await find(db, link);
  if (found === undefined) return undefined;
  const { grantId: _, ...told } = found;
  return told;
}

/**
 * Stores the answer of whoever has the link, once, as a command of the engine: nobody is signed in. @returns what is to be taken to the grant's run;
 * `answered` where the very same was answered before; undefined where the link is not good for it any more
 */
export async function answerByLink(
  db: Database,
  link: LinkSubject,
  answer: NoteConfirmationBody['answer'],
  committeePosition?: string,
): Promise<AnswerStored | 'answered' | undefined> {
  const found = await find(db, link);
  if (found === undefined) return undefined;
  if (found.state !== 'asked') return found.state === answer ? 'answered' : undefined;
  const { grantId } = found;
  const body: NoteConfirmationBody = {
    confirmationId: link.id,
    answer,
    ...(committeePosition === undefined ? {} : { committeePosition }),
  };
  const commandId = await inTenant(db, link.tenantId, (tx) =>
    storeOwnCommand(tx, {
      tenantId: link.tenantId,
      command: 'noteConfirmation',
      subjectId: grantId,
      key: `confirmation:${link.id}`,
      body,
    }),
  );
  return commandId === undefined ? 'answered' : { grantId, commandId };
}
