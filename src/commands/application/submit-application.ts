import { jsonb } from '../../../db/json';
import { type ApplicationDraft, completed } from '../../domain/application/application-draft';
import { checkDeadline } from '../../domain/application/application-deadlines';
import { londonDate } from '../../domain/calendar/calendar';
import { asksSecondContact } from '../../domain/application/confirmations';
import { arm, disarm } from '../../domain/calendar/deadlines';
import { filesByQuestion } from '../../domain/application/question-answer';
import { refuse, together, type Refusal } from '../../domain/refusals/refusal';
import { actorOf, type GrantContext, mailTo, policyOf } from '../grant/grant-context';
import { defineCommand } from '../apply/definition';
import { askToConfirm } from '../confirmations/ask';
import { groupOf } from '../grant/people-to-tell';
import { takeReference } from './take-reference';
import { handsOf, toldToCheck } from './who-takes-up';

/** Hands in the draft as it stands. */
export interface SubmitApplicationBody {
  /** The round that it is handed in for; without it the one that is open. */
  readonly roundId?: string | undefined;
}

type Submitting = GrantContext<SubmitApplicationBody>;

/**
 * Submits a draft: reads what it holds, gives it a reference (`CRO-2026-0042`) and the pot's owner, starts the officer's clock, and has confirmed
 * what is to be: the second contact, where the policy wants it, and what an officer wrote down for the group.
 * @refusal POT_TAKES_NOTHING, ROUND_UNKNOWN, NO_ROUND_OPEN, and everything that `completed` finds, all at once
 */
export const submitApplication = defineCommand<SubmitApplicationBody, 'grant'>(
  'grant',
  'submitApplication',
  async (c) => {
    const { tx, tenantId, subjectId, row, at } = c;
    const policy = policyOf(c);
    const senderId = actorOf(c);
    const submittedOn = londonDate(at);
    const [draft, files, round, hands, pot, group] = await Promise.all([
      tx
        .selectFrom('application_content')
        .select('content')
        .where('tenant_id', '=', tenantId)
        .where('application_id', '=', subjectId)
        .executeTakeFirst(),
      tx
        .selectFrom('file')
        .select(['about', 'name'])
        .where('tenant_id', '=', tenantId)
        .where('grant_id', '=', subjectId)
        .where('purpose', '=', 'answer')
        .where('removed_at', 'is', null)
        .orderBy('uploaded_at')
        .execute(),
      roundFor(c, policy.intake === 'window'),
      handsOf(tx, tenantId, { grantId: subjectId, potId: row.pot_id }),
      takeReference(tx, { tenantId, potId: row.pot_id, year: Number(submittedOn.slice(0, 4)) }),
      groupOf(c),
    ]);
    const { content, refusals } = completed((draft?.content ?? {}) as ApplicationDraft, policy, {
      submittedOn,
      files: filesByQuestion(files),
    });
    const unfit = together(refusals);
    if (unfit !== undefined) return unfit;
    if (round !== null && 'code' in round) return round;

    const isApplicant = c.roles.some(({ name }) => name === 'applicant');
    const [first, second] = content.contacts;
    const newHelpers = isApplicant || hands.helpers.includes(senderId) ? [] : [senderId];
    if (pot.state !== 'open') return refuse('POT_TAKES_NOTHING');
    const ownerId = row.owner_id ?? pot.ownerId;
    const toCheck = toldToCheck(ownerId, { ...hands, helpers: [...hands.helpers, ...newHelpers] });
    const check = checkDeadline(policy, at);
    const wanted = [
      // What an officer wrote down is the group's own only once the group says so.
      ...(isApplicant || first === undefined ? [] : [{ kind: 'application', ...first } as const]),
      ...(asksSecondContact(policy) && second !== undefined ? [{ kind: 'second_contact', ...second } as const] : []),
    ].map((one) => askToConfirm(c, one, pot.reference));
    return {
      to: 'submitted',
      set: {
        reference: pot.reference,
        submitted_at: at,
        owner_id: ownerId,
        asked_pence: content.askedPence,
        round_id: round?.id ?? null,
        helped_by: row.helped_by ?? newHelpers[0] ?? null,
      },
      deadlines: arm(disarm(c.deadlines, 'draft'), check),
      writes: [
        pot.counted,
        // What is kept is what was judged: from here on nothing in it is missing.
        tx
          .updateTable('application_content')
          .set({ content: jsonb(content) })
          .where('tenant_id', '=', tenantId)
          .where('application_id', '=', subjectId)
          .compile(),
        ...wanted.flatMap(({ writes }) => writes),
      ],
      event: { after: { reference: pot.reference, askedPence: content.askedPence, roundId: round?.id ?? null } },
      mails: [
        ...mailTo(group, 'application-submitted', { reference: pot.reference, submittedAt: at }),
        ...mailTo(toCheck, 'application-received', {
          reference: pot.reference,
          checkBy: check.at,
          told: toCheck.length,
        }),
        ...wanted.flatMap(({ mails }) => mails),
      ],
      duties: [
        ...(isApplicant ? [{ duty: 'applied', personId: senderId }] : []),
        ...newHelpers.map((personId) => ({ duty: 'helped write', personId })),
      ],
      result: { reference: pot.reference, submittedAt: at },
    };
  },
);

/** The round that the application belongs to; null in a pot that takes applications at any time and where none was named. */
async function roundFor(
  { tx, tenantId, row, body, at }: Submitting,
  isWanted: boolean,
): Promise<{ id: string } | Refusal | null> {
  if (!isWanted && body.roundId === undefined) return null;
  const rounds = await tx
    .selectFrom('round')
    .select(['id', 'opens_at', 'closes_at', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', row.pot_id)
    .where('state', '<>', 'cancelled')
    .$if(body.roundId !== undefined, (query) => query.where('id', '=', body.roundId ?? ''))
    .orderBy('closes_at')
    .execute();
  if (body.roundId !== undefined && rounds.length === 0) return refuse('ROUND_UNKNOWN', { field: '/roundId' });
  // By its dates, not its state: who submitted before it closed has met it, however late this is applied.
  const open = rounds.find(({ opens_at, closes_at }) => opens_at <= at && at <= closes_at);
  return open === undefined ? refuse('NO_ROUND_OPEN') : { id: open.id };
}
