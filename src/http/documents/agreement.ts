import type { Database } from '../../../db/client';
import { findAgreementPlace, keepAgreementPdf, type AgreementPlace } from '../../../db/queries/grants/agreements';
import type { Asker } from '../../../db/queries/asker';
import { findDocumentLook } from '../../../db/queries/look';
import { lookAtAgreement, type Agreement } from '../../commands/grant/read-agreement';
import { pdfOf } from '../../documents/pdf';
import { signedAgreement, type Signature } from '../../documents/text/agreement';
import { pageOf } from '../../documents/text/page-of';
import { Download } from '../download';

/** An agreement as it is shown: its text, the fingerprint that is signed, and who has signed. */
export interface AgreementShown extends Agreement {
  readonly signatures: readonly Signature[];
}

/**
 * The agreement of a grant, for its group and for those who may read the grant: as it is offered, or as it was signed. Undefined where
 * there is none, such as while a new budget is still to be agreed.
 */
export async function agreementOf(db: Database, asker: Asker, grantId: string): Promise<AgreementShown | undefined> {
  const place = await findAgreementPlace(db, asker, grantId, { withPdf: false });
  return place === undefined ? undefined : shown(db, asker, grantId, place);
}

/** The same as a PDF; once all have accepted it is made once, and kept. */
export async function agreementPdf(db: Database, asker: Asker, grantId: string): Promise<Download | undefined> {
  const place = await findAgreementPlace(db, asker, grantId, { withPdf: true });
  if (place === undefined) return undefined;
  const { reference, stage, offeredAt, pdf, signatures } = place;
  const fileName = `Grant agreement ${reference ?? ''}.pdf`;
  if (pdf !== null) return new Download(fileName, 'application/pdf', pdf);
  const agreement = await shown(db, asker, grantId, place);
  if (agreement === undefined) return undefined;
  const made = await pdfOf(signedAgreement(agreement.document, agreement.hash, signatures), {
    madeAt: signatures.at(-1)?.acceptedAt ?? offeredAt ?? '',
    footer: pageOf(reference ?? ''),
    look: await findDocumentLook(db, asker),
  });
  const isSigned = agreement.fixedAt !== null && acceptedStages.has(stage);
  const kept = isSigned ? await keepAgreementPdf(db, asker.tenantId, grantId, made) : made;
  return new Download(fileName, 'application/pdf', kept);
}

/** Where all who had to have accepted. */
const acceptedStages: ReadonlySet<string> = new Set(['active', 'closing', 'closed', 'terminated']);

async function shown(
  db: Database,
  asker: Asker,
  grantId: string,
  { signatures }: AgreementPlace,
): Promise<AgreementShown | undefined> {
  const agreement = await lookAtAgreement(db, asker, grantId);
  return agreement === undefined ? undefined : { ...agreement, signatures };
}
