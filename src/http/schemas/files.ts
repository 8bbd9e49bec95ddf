import { z } from 'zod';
import { filePurposes, peopleInPhoto } from '../../domain/files/files';
import { at, id, personTold } from './reads/common';
import { applicant, ids } from './reads/examples';

/** What is said of a file of an application or its grant, in fields of the form beside the file. */
export const grantFileFields = z.strictObject({
  purpose: z.enum(filePurposes).exclude(['invoice']),
  about: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('The key of the question, the id of the condition or the kind of the check that it is about.'),
  people: z
    .enum(peopleInPhoto)
    .optional()
    .describe('Of a photo: whether people can be recognised in it, and agreed to that.'),
});

/** An invoice needs nothing said besides. */
export const invoiceFileFields = z.strictObject({});

/** The file itself, as the API's document has it. */
export const fileField = z.string().describe('The file itself: PDF, docx, xlsx, JPEG or PNG, at most 10 MB.');

/** An example of a file. */
export const fileExample = {
  id: ids.event,
  grantId: ids.grant,
  purpose: 'condition',
  about: ids.meeting,
  purchaseId: null,
  name: 'Insurance certificate.pdf',
  mediaType: 'application/pdf',
  bytes: 182_044,
  sha256: '9f2b6c0c1d5e4f7a8b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f10',
  people: null,
  uploadedBy: applicant,
  uploadedAt: '2026-11-12T10:00:00.000Z',
} as const;

/** A file as lists show it. */
export const fileListed = z
  .strictObject({
    id,
    grantId: id,
    purpose: z.enum(filePurposes),
    about: z.string().nullable(),
    purchaseId: id.nullable(),
    name: z.string().describe('As it was called when it was sent; to a funder, only what it is.'),
    mediaType: z.string(),
    bytes: z.int(),
    sha256: z.string().describe('Of what is kept: a picture is made anew.'),
    people: z.enum(['nobody', 'agreed']).nullable(),
    uploadedBy: personTold,
    uploadedAt: at,
  })
  .meta({
    id: 'File',
    example: fileExample,
  });

/** All files of one thing; there are few. */
export const filesAnswer = z.strictObject({ items: z.array(fileListed) });
