import fs from 'node:fs';

import { pdfOf } from '../../src/documents/pdf';
import type { Document } from '../../src/documents/text/document';

const making = { madeAt: '2026-11-03T19:20:00.000Z', footer: (page: number) => `Page ${String(page)}` };
const saying = (title: string, text: string): Document => ({
  title,
  blocks: [
    { kind: 'heading', level: 1, text: title },
    { kind: 'paragraph', text },
  ],
});
const agreement = saying('Agreement', 'You have accepted £1,935 for two meetings in the office.');

test('a document is the same file whatever was written with the same fonts before it', async () => {
  const first = await pdfOf(agreement, making);
  await pdfOf(saying('Żółć ÀÉÎ 0123', 'Other letters: Ωμέγα, Жук, fl ffi ½.'), making);
  expect((await pdfOf(agreement, making)).equals(first)).toBe(true);
});

test('no document reads a font that another has read', async () => {
  await pdfOf(agreement, making);
  const read = jest.spyOn(fs, 'readFileSync');
  await pdfOf(agreement, making);
  expect(read.mock.calls.filter(([file]) => String(file).endsWith('.ttf'))).toEqual([]);
});
