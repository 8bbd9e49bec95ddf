import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { findDocumentLook } from '../../../db/queries/look';
import { findPaperLetter } from '../../../db/queries/grants/paper-letters';
import { mailOf, type PaperLetter } from '../../contracts/letters';
import { letterAs } from '../../delivery/mail';
import { pdfOf } from '../../documents/pdf';
import { letterText } from '../../documents/text/letter';
import { pageOf } from '../../documents/text/page-of';
import { Download } from '../download';

const fileNames: Readonly<Record<PaperLetter, string>> = {
  'offer-letter': 'Offer letter',
  'refusal-letter': 'Letter about the application',
};

/** A letter to the group of a grant as a PDF, in the words that its pot had when it was decided. Undefined where there is none for whoever asks. */
export async function letterPdf(
  db: Database,
  asker: Asker,
  grantId: string,
  name: PaperLetter,
): Promise<Download | undefined> {
  const found = await findPaperLetter(db, asker, grantId, { name, mail: mailOf(name) });
  if (found === undefined) return undefined;
  const { grant, facts, contact, conditions, reason, decidedAt, organisation, ...of } = found;
  const { subject, paragraphs } = letterAs(
    {
      ...of,
      organisation,
      grant,
      facts: { amountPence: grant.awardedPence, ...facts, conditions: conditions.join('; ') },
      recipient: { name: contact, email: null, hasLeft: false, isForgotten: false, isOfParty: true },
      // One that was erased is left out.
      reason: reason ?? '',
      purchase: null,
      run: null,
      round: null,
      meeting: null,
    },
    name,
  );
  const { reference, party: group, owner: officer } = grant;
  const letter = letterText({ subject, paragraphs, group, reference, at: decidedAt, officer, organisation });
  const footer = pageOf(reference ?? group);
  const content = await pdfOf(letter, { madeAt: decidedAt, footer, look: await findDocumentLook(db, asker) });
  return new Download(`${fileNames[name]} ${reference ?? ''}.pdf`, 'application/pdf', content);
}
