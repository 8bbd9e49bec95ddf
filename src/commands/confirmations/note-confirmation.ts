import type { MailTemplate } from '../../contracts/mail-templates';
import type { ConfirmationKind } from '../../domain/application/confirmations';
import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import type { Mail } from '../apply/change';
import type { GrantContext } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';
import { peopleOfParty } from '../readings/people-of-party';
import { cannotAct, lettingIn, onPaperAs, peopleAtMost } from '../parties/acting-for-group';
import { knownByEmail } from '../people/login-of-address';
import { confirmationsOf } from './read-confirmations';

/** What somebody without an account answered. */
export interface NoteConfirmationBody {
  readonly confirmationId: string;
  readonly answer: 'confirmed' | 'denied';
  /** What they are on the group's committee, such as chair; of who confirms what an officer wrote down, and is on it. */
  readonly committeePosition?: string | undefined;
}

/**
 * The engine's own, once somebody has answered by the link that was sent to them: what they said. Who confirms what an officer wrote down for the
 * group acts for it from then on: somebody has to answer, accept an offer and report. Who confirms for a host that nobody acts for yet acts for
 * that: somebody has to give its bank details. An answer that comes after another, or after somebody else was asked, changes nothing.
 */
export const noteConfirmation = defineCommand<NoteConfirmationBody, 'grant'>('grant', 'noteConfirmation', async (c) => {
  const { tx, tenantId, row, at, body } = c;
  const asked = (await confirmationsOf(c)).find(({ id }) => id === body.confirmationId);
  if (asked?.state !== 'asked')
    return { final: row.final, event: { audience: 'staff', after: { confirmationId: body.confirmationId } } };
  const actsNow = body.answer === 'confirmed' ? await letIn(c, asked) : undefined;
  return {
    final: row.final,
    writes: [
      tx
        .updateTable('confirmation')
        .set({ state: body.answer, settled_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', asked.id)
        .compile(),
      ...(actsNow?.writes ?? []),
    ],
    event: {
      after: {
        confirmationId: asked.id,
        kind: asked.kind,
        answer: body.answer,
        ...(actsNow === undefined ? {} : { personId: actsNow.personId }),
      },
    },
    mails:
      body.answer === 'denied' ? tellOwner(c, 'confirmation-denied', { kind: asked.kind }) : (actsNow?.mails ?? []),
  };
});

type Confirmed = Awaited<ReturnType<typeof confirmationsOf>>[number];

/** Whom somebody acts for once they have confirmed: nobody, if they are only the second contact. */
function actsFor(
  { party_id: group, host_id: host }: GrantContext['row'],
  kind: ConfirmationKind,
): { readonly partyId: string; readonly mail: MailTemplate; readonly atMost: number } | undefined {
  if (kind === 'application') return { partyId: group, mail: 'acts-for-group', atMost: peopleAtMost };
  // Who acts for a host already gives its account.
  return kind === 'host' && host !== null ? { partyId: host, mail: 'acts-for-host', atMost: 1 } : undefined;
}

/**
 * Lets whoever was asked act for the group or the host, and tells them how. Undefined where they cannot: they have left, are of the organisation,
 * or would act for both; and for a host whose account is known, so that a group cannot bring in somebody to change it.
 */
async function letIn(c: GrantContext<NoteConfirmationBody>, { id: confirmationId, kind }: Confirmed) {
  const { tx, tenantId, row, body } = c;
  const acting = actsFor(row, kind);
  if (acting === undefined) return undefined;
  const { partyId } = acting;
  const [contact, people, group] = await Promise.all([
    tx
      .selectFrom('confirmation_contact')
      .select(['name', 'email'])
      .where('tenant_id', '=', tenantId)
      .where('confirmation_id', '=', confirmationId)
      .executeTakeFirst(),
    peopleOfParty(tx, tenantId, partyId),
    groupOf(c),
  ]);
  if (contact === undefined || row.final) return undefined;
  const known = await knownByEmail(tx, tenantId, contact.email);
  const { personId: knownId } = known;
  if (kind === 'host' && ((knownId !== undefined && group.includes(knownId)) || (await hasAccount(c, partyId))))
    return undefined;
  const actsAlready = knownId !== undefined && people.includes(knownId);
  if (!actsAlready && people.length >= acting.atMost) return undefined;
  const onPaper = await onPaperAs(c, partyId, contact.name, known);
  if (await cannotAct(tx, tenantId, known, onPaper)) return undefined;
  const somebody = knownId ?? onPaper;
  const position = kind === 'application' ? (body.committeePosition?.trim() ?? '') : '';
  const joins = position !== '' && (somebody === undefined || !(await onCommittee(c, somebody)));
  const { personId, writes } = lettingIn(c, {
    partyId,
    name: contact.name,
    known,
    onPaper,
    actsAlready,
    joinsAs: joins ? position : undefined,
  });
  const mails: readonly Mail[] = actsAlready
    ? []
    : [{ template: acting.mail, to: personId, facts: { reference: row.reference } }];
  return { personId, writes, mails };
}

async function hasAccount({ tx, tenantId }: GrantContext, partyId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('bank_account')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('party_id', '=', partyId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

async function onCommittee({ tx, tenantId, row }: GrantContext, personId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('party_connection')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('party_id', '=', row.party_id)
    .where('kind', '=', 'committee')
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}
