import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { findPurchase } from '../../../db/queries/purchases/purchases';
import { clientReferenceWithinRefusal } from '../../domain/purchases/purchase-budget';
import type { Refusal } from '../../domain/refusals/refusal';

/** What a guard looks at besides what was sent. */
export interface Guarding {
  readonly db: Database;
  readonly open: (sealed: string) => string;
  readonly sender: Asker;
  readonly subjectId: string;
}

type Sent = Readonly<Partial<Record<string, unknown>>>;

/**
 * Keeps the client's reference out of what people write about a purchase, so that it stands sealed in its own place and nowhere else. It is asked at
 * the door, since a command's body is kept as it was sent. Of a purchase that the sender cannot see it says nothing. @refusal CLIENT_REFERENCE_WITHIN
 */
export async function keepClientReferenceOut(body: object, guarding: Guarding): Promise<Refusal | undefined> {
  const { db, open, sender, subjectId } = guarding;
  const { invoiceNumber, reason } = body as Sent;
  const sealed = (await findPurchase(db, sender, subjectId))?.clientReferenceSealed ?? undefined;
  if (sealed === undefined) return undefined;
  const reference = open(sealed);
  return (
    clientReferenceWithinRefusal(invoiceNumber, reference, '/invoiceNumber') ??
    clientReferenceWithinRefusal(reason, reference, '/reason')
  );
}
