import { randomUUID } from 'node:crypto';

import { keepFile } from '../../src/http/uploads';
import type { Actor, Inbox } from '../support/inbox';
import { rolesOf } from '../support/reads';
import { aPdf } from '../support/zip';

/** A paper that somebody puts with a condition. @returns the file's id */
export async function aPaperFor(
  inbox: Inbox,
  actor: Actor,
  { grantId, conditionId }: { readonly grantId: string; readonly conditionId: string },
): Promise<string> {
  const id = randomUUID();
  const asker = { ...actor, roles: await rolesOf(inbox, actor) };
  const file = { name: 'paper.pdf', content: aPdf(`/Mark(${id})`) };
  const sent = { id, of: { grantId }, purpose: 'condition', about: conditionId, file } as const;
  const kept = await keepFile({ db: inbox.db }, asker, sent);
  if (kept.kind !== 'done') throw new Error(`the paper was not kept: ${kept.kind}`);
  await inbox.deliverFollowUps();
  return id;
}
