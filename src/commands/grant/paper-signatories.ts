import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { mayBind } from '../../domain/award/signatories';
import { areUnrelated } from '../../domain/decision/connections';
import { connectionFacts } from '../readings/connection-facts';
import { policyOf, type GrantContext } from './grant-context';
import type { Award } from './read-award';

/** What is on the paper, as far as it says whether the group has accepted. */
interface OnPaper {
  readonly personIds: readonly string[];
  readonly fileId: string;
}

/** What the paper comes to: who has accepted once it counts, or why it cannot. */
export type PaperCounts = { readonly newlySigned: readonly string[]; readonly acceptances: number } | Refusal;

/**
 * Whether a paper would do for an acceptance: its scan is there, each who signed may bind the group, no two of all who accept are related, and with them
 * there are as many as the policy asks for. Who has accepted with a typed signature already counts once. Asked when it is recorded, and again
 * when it is confirmed. @refusal PAPER_SCAN_MISSING, PAPER_SIGNATORY_NOT_ON_COMMITTEE, SIGNATORIES_RELATED, PAPER_SIGNATORIES_TOO_FEW
 */
export async function countPaper(c: GrantContext, award: Award, paper: OnPaper): Promise<PaperCounts> {
  const { tx, tenantId, subjectId, row } = c;
  const [accepted, scan] = await Promise.all([
    tx
      .selectFrom('acceptance')
      .select('person_id')
      .where('tenant_id', '=', tenantId)
      .where('grant_id', '=', subjectId)
      .execute(),
    tx
      .selectFrom('file')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', paper.fileId)
      .where('grant_id', '=', subjectId)
      .where('purpose', '=', 'agreement')
      .where('removed_at', 'is', null)
      .executeTakeFirst(),
  ]);
  if (scan === undefined) return refuse('PAPER_SCAN_MISSING', { field: '/fileId' });
  const typed = accepted.map(({ person_id }) => person_id);
  const newlySigned = [...new Set(paper.personIds)].filter((personId) => !typed.includes(personId));
  const all = [...typed, ...newlySigned];
  const facts = await connectionFacts(tx, tenantId, { persons: all, parties: [row.party_id] });
  const kinds = mayBind(award);
  const binds = (personId: string): boolean =>
    facts.withParties.some((one) => one.personId === personId && kinds.includes(one.kind));
  if (!newlySigned.every(binds)) return refuse('PAPER_SIGNATORY_NOT_ON_COMMITTEE', { field: '/signatoryIds' });
  if (!areUnrelated(all, facts)) return refuse('SIGNATORIES_RELATED', { field: '/signatoryIds' });
  const needed = policyOf(c).offer.signatories;
  if (newlySigned.length === 0 || all.length < needed)
    return refuse('PAPER_SIGNATORIES_TOO_FEW', { field: '/signatoryIds', facts: { needed } });
  return { newlySigned, acceptances: all.length };
}
