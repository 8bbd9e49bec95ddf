import { inflateSync } from 'node:zlib';

/** The text of a PDF of ours, page after page, with a space between pieces. Letters are found as a reader finds them: by each font's own table. */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  // Each page's resources name its fonts; pdfkit gives a font the same name throughout a document.
  for (const { head } of objects.values()) {
    for (const [, names] of head.matchAll(/\/Font <<([^>]*)>>/g)) {
      for (const [, name, id] of names!.matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name!, lettersOf(objects, id!));
    }
  }
  const contents = [...objects.values()].flatMap(
    ({ head }) => /\/Type \/Page\b[^]*?\/Contents (\d+) 0 R/.exec(head)?.[1] ?? [],
  );
  return contents.map((id) => textOf(objects.get(id)?.stream ?? '', fonts)).join(' ');
}

/** How often each structure element is in a PDF of ours, by its type. */
export function pdfStructure(pdf: Buffer): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { head } of objectsOf(pdf).values()) {
    const type = /\/S \/(\w+)/.exec(head)?.[1];
    if (type !== undefined && /\/P \d+ 0 R/.test(head)) found[type] = (found[type] ?? 0) + 1;
  }
  return found;
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const [, id, body] of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([^]*?)\nendobj/g)) {
    const [head = '', rest] = body!.split(/\nstream\n/, 2);
    const raw =
      rest === undefined ? '' : body!.slice(body!.indexOf('\nstream\n') + 8, body!.lastIndexOf('\nendstream'));
    const stream = head.includes('/FlateDecode') ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw;
    objects.set(id!, { head, stream });
  }
  return objects;
}

/** The letters of a font by their codes, from its ToUnicode table. */
function lettersOf(objects: ReadonlyMap<string, PdfObject>, fontId: string): ReadonlyMap<number, string> {
  const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(fontId)?.head ?? '')?.[1];
  const letters = new Map<number, string>();
  const { stream = '' } = objects.get(table ?? '') ?? {};
  for (const [, from, , list] of stream.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    [...list!.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex], place) => {
      const units = hex!.split(' ').map((unit) => Number.parseInt(unit, 16));
      letters.set(Number.parseInt(from!, 16) + place, String.fromCharCode(...units));
    });
  }
  return letters;
}

function textOf(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map();
  let text = '';
  for (const [token, name] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>|\bT[Jj]\b/gi)) {
    if (name !== undefined) font = fonts.get(name) ?? font;
    else if (token.startsWith('<')) {
      for (const code of token.match(/[0-9a-f]{4}/gi) ?? []) text += font.get(Number.parseInt(code, 16)) ?? '';
    } else text += ' ';
  }
  return text.replaceAll(/ +/g, ' ');
}
