import { sql, type CompiledQuery } from 'kysely';
import { commonPlaceholders, letterFacts, type LetterName, type Wording } from '../../contracts/letters';
import { wordingRefusals } from '../../domain/policy/letter-wording';
import { refuse, together } from '../../domain/refusals/refusal';
import { defineCommand, type SubjectContext } from '../apply/definition';

/** How a letter is worded from now on. */
export interface RewordLetterBody extends Wording {
  readonly letter: LetterName;
}

/** Which letter is worded in the usual way again. */
export interface RestoreLetterBody {
  readonly letter: LetterName;
}

type Context = SubjectContext<RestoreLetterBody, 'pot'>;

/** The last version of a letter's wording; 0 where it never had one of its own. */
async function lastOf({ tx, tenantId, subjectId, body }: Context): Promise<{ version: number; isOwn: boolean }> {
  const row = await tx
    .selectFrom('letter')
    .select(['version', 'wording'])
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', subjectId)
    .where('name', '=', body.letter)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { version: row?.version ?? 0, isOwn: row?.wording != null };
}

function insert(c: Context, version: number, wording: Wording | null): CompiledQuery {
  if (c.actorId === null) throw new Error('a letter is worded by somebody');
  return c.tx
    .insertInto('letter')
    .values({
      tenant_id: c.tenantId,
      pot_id: c.subjectId,
      name: c.body.letter,
      version,
      subject: wording?.subject ?? null,
      wording: wording?.text ?? null,
      worded_by: c.actorId,
      // Not when it was stored: what was asked for before this is applied keeps the words that it had.
      worded_at: sql<string>`app.now()`,
      command_id: c.commandId,
    })
    .compile();
}

/**
 * Words a letter of a pot; mails that are asked for from then on have it, and those that wait keep the words that they had.
 * @refusal those of `wordingRefusals`, all at once
 */
export const rewordLetter = defineCommand<RewordLetterBody, 'pot'>('pot', 'rewordLetter', async (c) => {
  const { letter, subject, text } = c.body;
  const unsound = together(wordingRefusals({ subject, text }, letterFacts[letter], commonPlaceholders));
  if (unsound !== undefined) return unsound;
  const version = (await lastOf(c)).version + 1;
  return {
    writes: [insert(c, version, { subject, text })],
    event: { after: { letter, wordingVersion: version }, audience: 'staff' },
    result: { wordingVersion: version },
  };
});

/** Words a letter of a pot in the usual way again. @refusal LETTER_USUAL_ALREADY */
export const restoreLetter = defineCommand<RestoreLetterBody, 'pot'>('pot', 'restoreLetter', async (c) => {
  const { version, isOwn } = await lastOf(c);
  if (!isOwn) return refuse('LETTER_USUAL_ALREADY');
  return {
    writes: [insert(c, version + 1, null)],
    event: { after: { letter: c.body.letter, wordingVersion: version + 1 }, audience: 'staff' },
    result: { wordingVersion: version + 1 },
  };
});
