import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { refuse } from '../../domain/refusals/refusal';
import type { FurtherEvent } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { knownByEmail } from '../people/login-of-address';
import { groupOf } from '../grant/people-to-tell';
import type { GrantContext } from '../grant/grant-context';
import { readContent } from '../grant/read-content';
import { askToConfirm, replaceAll } from './ask';

/** Which organisation receives the money for the group, and who there confirms it. One of `hostId` and `hostName`. */
export interface NameHostBody {
  /** A host that is known already. */
  readonly hostId?: string | undefined;
  readonly hostName?: string | undefined;
  readonly contactName: string;
  readonly contactEmail: string;
}

/**
 * Says that the group has no bank account, and which organisation receives the money for it: that is the payee then. Somebody there is asked to confirm
 * it, who is nobody of the group. One that nobody knew is added to the organisations. @refusal HOST_NOT_SAID, HOST_UNKNOWN, HOST_CONTACT_OF_GROUP
 */
export const nameHost = defineCommand<NameHostBody, 'grant'>('grant', 'nameHost', async (c) => {
  const { tx, tenantId, row, at, body } = c;
  const { hostId, hostName, contactName, contactEmail } = body;
  if ((hostId === undefined) === (hostName === undefined)) return refuse('HOST_NOT_SAID', { field: '/hostId' });
  const known = await tx
    .selectFrom('party')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'host')
    .where((party) =>
      hostId === undefined
        ? party(sql`lower(name)`, '=', (hostName ?? '').trim().toLowerCase())
        : party('id', '=', hostId),
    )
    .orderBy('id')
    .executeTakeFirst();
  if (known === undefined && hostId !== undefined) return refuse('HOST_UNKNOWN', { field: '/hostId' });
  if (await isOfGroup(c, contactEmail)) return refuse('HOST_CONTACT_OF_GROUP', { field: '/contactEmail' });
  const added = known === undefined ? newId() : undefined;
  const payeeId = known?.id ?? added ?? '';
  const asking = askToConfirm(c, { kind: 'host', name: contactName, email: contactEmail, hostId: payeeId });
  const addition: readonly FurtherEvent[] =
    added === undefined
      ? []
      : [{ type: 'party_added', subject: { type: 'party', id: added }, audience: 'staff', after: { kind: 'host' } }];
  return {
    set: { host_id: payeeId },
    writes: [
      ...(added === undefined
        ? []
        : [
            tx
              .insertInto('party')
              .values({ tenant_id: tenantId, id: added, kind: 'host', name: (hostName ?? '').trim(), created_at: at })
              .compile(),
          ]),
      ...replaceAll(c, 'host'),
      ...asking.writes,
    ],
    event: { before: { hostId: row.host_id }, after: { hostId: payeeId, confirmationId: asking.confirmationId } },
    furtherEvents: addition,
    mails: asking.mails,
    result: { hostId: payeeId, confirmationId: asking.confirmationId },
  };
});

/** Whether an email address is that of somebody who acts for the group, or whom its application names. */
async function isOfGroup(c: GrantContext, typed: string): Promise<boolean> {
  const [{ email, personId }, group, { contacts }] = await Promise.all([
    knownByEmail(c.tx, c.tenantId, typed),
    groupOf(c),
    readContent(c),
  ]);
  return (
    (personId !== undefined && group.includes(personId)) ||
    contacts.some((contact) => contact.email.trim().toLowerCase() === email)
  );
}
