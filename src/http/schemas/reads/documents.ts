/** What is answered about documents. */
import { z } from 'zod';
import { at, id, named, on } from './common';

/** A file, which is no JSON: its bytes. */
export const fileBytes = z.string().describe('The bytes of the file.');

/** What begins a PDF, as an example of one. */
export const pdfExample = '%PDF-1.7';

const row = z.array(z.string());
const heading = z.strictObject({ kind: z.literal('heading'), level: z.literal([1, 2, 3]), text: z.string() });
const paragraph = z.strictObject({ kind: z.literal('paragraph'), text: z.string() });
const list = z.strictObject({ kind: z.literal('list'), items: z.array(z.string()) });
const facts = z.strictObject({ kind: z.literal('facts'), facts: z.array(row.describe('A name and its value.')) });
const table = z.strictObject({
  kind: z.literal('table'),
  caption: z.string(),
  columns: z.array(
    z.strictObject({
      heading: z.string(),
      isMoney: z.literal(true).optional(),
      share: z.number().optional().describe('Of the width, beside the others.'),
    }),
  ),
  rows: z.array(row),
  total: row.optional(),
});
const newPage = z.strictObject({ kind: z.literal('newPage') });

/** A document: its title, and what it says from top to bottom. */
const documentSchema = z.strictObject({
  title: z.string(),
  blocks: z.array(z.discriminatedUnion('kind', [heading, paragraph, list, facts, table, newPage])),
});

/** What was recorded of an agreement that the group signed on paper. */
export const paperAcceptanceAnswer = z.strictObject({
  paper: z
    .strictObject({
      id: id.describe('Send it with `confirmPaperAcceptance`.'),
      fileId: id.describe('The scan.'),
      fileName: z.string().nullable().describe('What the scan is called; null once it was taken away.'),
      agreementHash: z.string(),
      signatories: z.array(named),
      signedOn: on,
      recordedBy: named,
      recordedAt: at,
      confirmedBy: named.nullable(),
      confirmedAt: at.nullable(),
    })
    .nullable(),
});

/** An agreement, as it is offered or was signed. */
export const agreementAnswer = z.strictObject({
  hash: z
    .string()
    .describe(
      'SHA-256 of the document as JSON with its keys sorted: what a signature covers. Send it with `acceptOffer`.',
    ),
  fixedAt: at.nullable().describe('When it was first signed; from then on it stays as it is.'),
  document: documentSchema,
  signatures: z.array(
    z.strictObject({
      name: z.string(),
      typed: z.string().nullable().describe('The name that was typed as a signature.'),
      acceptedAt: at,
      onPaperOn: on
        .nullable()
        .describe('The day that stands beside a signature on paper; null for one that was typed.'),
    }),
  ),
});
