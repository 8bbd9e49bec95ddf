import { refuse, type Refusal } from '../domain/refusals/refusal';

const field = '/file';

/** How much of a file's end is looked at: a zip's directory ends within it (the comment has at most 65,535 bytes). */
const endOfZip = 65_557;

/** Names in a PDF of what runs, starts something or holds another file (ISO 32000-1, 12.6.4 and 7.11.4). */
const active = /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])/;

/**
 * What is wrong with a file that begins as a PDF: FILE_DAMAGED without its end, FILE_OF_TWO_KINDS when it is a zip too, FILE_HAS_PROGRAM.
 * What is hidden in compressed parts is not found here: a PDF is only ever handed out to be saved, never opened as a page of ours.
 */
export function pdfRefusal(pdf: Buffer): Refusal | undefined {
  // Writers may put some bytes after the mark of the end; readers look for it in the last 1,024.
  if (!pdf.subarray(-1_024).includes('%%EOF')) return refuse('FILE_DAMAGED', { field });
  if (pdf.subarray(-endOfZip).includes('PK\x05\x06')) return refuse('FILE_OF_TWO_KINDS', { field });
  return active.test(pdf.toString('latin1')) ? refuse('FILE_HAS_PROGRAM', { field }) : undefined;
}
