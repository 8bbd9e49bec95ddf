import { sql } from 'kysely';
import { mailOf, type LetterName } from '../../contracts/letters';
import { refuse } from '../../domain/refusals/refusal';
import type { Plain } from '../apply/change';
import { defineCommand } from '../apply/definition';

/** A letter, and the application or grant of the pot that it is tried on. */
export interface TryLetterBody {
  readonly letter: LetterName;
  readonly grantId: string;
}

/**
 * Sends whoever asks a letter as the group of a grant would get it, with the facts of the last such letter to that group where there was
 * one, or of one on paper the mail that told the same; else with its sums, and today for dates. The group is sent nothing. @refusal LETTER_GRANT_UNKNOWN
 */
export const tryLetter = defineCommand<TryLetterBody, 'pot'>('pot', 'tryLetter', async (c) => {
  const { tx, tenantId, subjectId, actorId, at } = c;
  const { letter, grantId } = c.body;
  if (actorId === null) throw new Error('a letter is tried by somebody');
  const { rows } = await sql<{ facts: Plain | null; sum: number | null }>`
    select coalesce(w.awarded_pence, a.asked_pence)::int as sum,
      (select o.facts from outbox o where o.tenant_id = a.tenant_id and o.subject_id = a.id and o.template = ${mailOf(letter)} order by o.sequence desc limit 1) as facts
    from application a left join award w on w.tenant_id = a.tenant_id and w.id = a.id
    where a.tenant_id = ${tenantId}::uuid and a.id = ${grantId}::uuid and a.pot_id = ${subjectId}::uuid and a.stage <> 'draft'
  `.execute(tx);
  const [found] = rows;
  if (found === undefined) return refuse('LETTER_GRANT_UNKNOWN', { field: '/grantId' });
  const facts = { ...madeUpFacts(found.sum, at), ...found.facts, letter, grantId };
  return {
    event: { after: { letter, grantId }, audience: 'staff' },
    mails: [{ template: 'letter-tried', to: actorId, facts }],
  };
});

/** What a letter could say of a grant that it was never sent about. */
export function madeUpFacts(sum: number | null, at: string): Plain {
  const dates = ['decideBy', 'answerBy', 'acceptBy', 'appealBy', 'runsOutAt', 'dueAt', 'to'] as const;
  return {
    ...Object.fromEntries(dates.map((name) => [name, at])),
    ...(sum === null ? {} : { amountPence: sum, refundDuePence: sum }),
  };
}
