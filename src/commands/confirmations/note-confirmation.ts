import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import type { Mail } from '../apply/change';
import type { GrantContext } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';
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
 * group acts for it from then on: somebody has to answer, accept an offer and report. An answer that comes after another, or after
 * somebody else was asked, changes nothing.
 */
export const noteConfirmation = defineCommand<NoteConfirmationBody, 'grant'>('grant', 'noteConfirmation', async (c) => {
  const { tx, tenantId, row, at, body } = c;
  const asked = (await confirmationsOf(c)).find(({ id }) => id === body.confirmationId);
  if (asked?.state !== 'asked')
    return { final: row.final, event: { audience: 'staff', after: { confirmationId: body.confirmationId } } };
  const actsNow = asked.kind === 'application' && body.answer === 'confirmed' ? await letIn(c, asked.id) : undefined;
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

/** Lets whoever was asked act for the group, and tells them how. Undefined where they cannot: they have left, or are of the organisation. */
async function letIn(c: GrantContext<NoteConfirmationBody>, confirmationId: string) {
  const { tx, tenantId, row, body } = c;
  const [contact, group] = await Promise.all([
    tx
      .selectFrom('confirmation_contact')
      .select(['name', 'email'])
      .where('tenant_id', '=', tenantId)
      .where('confirmation_id', '=', confirmationId)
      .executeTakeFirst(),
    groupOf(c),
  ]);
  if (contact === undefined || row.final) return undefined;
  const known = await knownByEmail(tx, tenantId, contact.email);
  const { personId: knownId } = known;
  const actsAlready = knownId !== undefined && group.includes(knownId);
  if (!actsAlready && group.length >= peopleAtMost) return undefined;
  const onPaper = await onPaperAs(c, contact.name, known);
  if (await cannotAct(tx, tenantId, known, onPaper)) return undefined;
  const somebody = knownId ?? onPaper;
  const isOnCommittee = somebody !== undefined && (await onCommittee(c, somebody));
  const position = body.committeePosition?.trim() ?? '';
  const { personId, writes } = lettingIn(c, {
    name: contact.name,
    known,
    onPaper,
    actsAlready,
    joinsAs: isOnCommittee || position === '' ? undefined : position,
  });
  const mails: readonly Mail[] = actsAlready
    ? []
    : [{ template: 'acts-for-group', to: personId, facts: { reference: row.reference } }];
  return { personId, writes, mails };
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
