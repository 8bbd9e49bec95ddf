import { setImmediate as otherWork } from 'node:timers/promises';
import { openSync } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Block, Column, Document } from './text/document';

const files = {
  plain: require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
} as const;
type Font = keyof typeof files;

/** A4 in points, with margins of two centimetres. */
const page = { size: 'A4', margin: 57 } as const;
const sizes = { 1: 20, 2: 14, 3: 11.5, text: 10, note: 8 } as const;
const gap = 6;

/** A font as pdfkit takes it besides the name of its file. */
type OpenFont = Parameters<PDFKit.PDFDocument['registerFont']>[1];

let opened: Readonly<Record<Font, OpenFont>> | undefined;

/** Both fonts, which are opened when the first document is made: to read them takes twenty times as long as to write a page with them. */
const openFonts = () => (opened ??= { plain: open(files.plain), bold: open(files.bold) });

/** pdfkit takes a font that is open already; what describes it knows only of files. */
const open = (file: string) => openSync(file) as unknown as OpenFont;

type Pdf = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/** When a document is of, and what is at the foot of each of its pages besides the number. */
export interface Making {
  /** The instant that the file says it was made at, in UTC: the same document of the same instant is the same file. */
  readonly madeAt: string;
  readonly footer: (page: number, pages: number) => string;
  /** Whose paper it is. */
  readonly look?: Letterhead | undefined;
}

/** How an organisation shows itself on paper. */
export interface Letterhead {
  readonly name: string;
  /** Of the title, as `#rrggbb`; null for black. */
  readonly colour: string | null;
  /** A PNG; null where it has none. */
  readonly logo: Buffer | null;
}

/**
 * A document as a tagged PDF in British English: headings, lists and tables are marked as what they are, so that it can be listened to.
 * Others are let in between its blocks, since a long one takes a second.
 */
export async function pdfOf({ title, blocks }: Document, { madeAt, footer, look }: Making): Promise<Buffer> {
  const made = new Date(madeAt);
  const pdf = new PDFDocument({
    ...page,
    pdfVersion: '1.7',
    lang: 'en-GB',
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    font: '', // else one that is in each program that shows a PDF, and not in ours
    info: { Title: title, Creator: 'Grantpot', Producer: 'Grantpot', CreationDate: made, ModDate: made },
  });
  for (const [name, font] of Object.entries(openFonts())) pdf.registerFont(name, font);
  pdf.font('plain' satisfies Font);
  const whole = gather(pdf);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  if (look !== undefined && look.logo !== null) writeLogo(pdf, root, look.name, look.logo);
  for (const block of blocks) {
    write(pdf, root, block, look?.colour ?? black);
    await otherWork();
  }
  root.end();
  numberPages(pdf, footer);
  pdf.end();
  return whole;
}

const black = '#000000';

/** The logo at the head of the first page; who listens hears whose it is. */
function writeLogo(pdf: Pdf, root: Element, name: string, logo: Buffer): void {
  const box = [160, 44] as const;
  root.add(
    pdf.struct('Figure', { alt: name }, () => {
      pdf.image(logo, page.margin, page.margin, { fit: [...box] });
    }),
  );
  pdf.x = page.margin;
  pdf.y = page.margin + box[1] + 2 * gap;
}

async function gather(pdf: Pdf): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of pdf as unknown as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

const width = (pdf: Pdf): number => pdf.page.width - 2 * page.margin;
const bottom = (pdf: Pdf): number => pdf.page.height - page.margin;

/** Whether so much still fits on this page; else the next is begun. */
function makeRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > bottom(pdf)) pdf.addPage();
}

/** Text at the left margin, below what was written last. */
function line(
  pdf: Pdf,
  text: string,
  { font = 'plain', size = sizes.text }: { font?: Font; size?: number } = {},
): void {
  pdf
    .font(font)
    .fontSize(size)
    .text(text, page.margin, pdf.y, { width: width(pdf) });
}

/** Content that is marked as what it is. Written at once, when it is added to what is on the page already. */
function marked(pdf: Pdf, type: string, write: () => unknown): Element {
  return pdf.struct(type, {}, () => void write());
}

function write(pdf: Pdf, root: Element, block: Block, colour: string): void {
  switch (block.kind) {
    case 'heading': {
      const size = sizes[block.level];
      pdf.moveDown(block.level === 1 ? 0 : 0.7);
      makeRoom(pdf, size * 5); // a heading stays with what follows it
      root.add(
        marked(pdf, `H${String(block.level)}`, () => {
          pdf.fillColor(block.level === 1 ? colour : black);
          line(pdf, block.text, { font: 'bold', size });
          pdf.fillColor(black);
        }),
      );
      pdf.y += gap / 2;
      return;
    }
    case 'paragraph':
      root.add(marked(pdf, 'P', () => line(pdf, block.text)));
      pdf.y += gap;
      return;
    case 'list':
      writeList(pdf, root, block.items);
      return;
    case 'facts':
      writeRows(pdf, root, {
        columns: [{ heading: '' }, { heading: '', share: 2.2 }],
        rows: block.facts.map((fact) => [...fact]),
        isFacts: true,
      });
      return;
    case 'table':
      root.add(marked(pdf, 'P', () => line(pdf, block.caption, { size: sizes.note })));
      pdf.y += gap / 3;
      writeRows(pdf, root, { ...block, isFacts: false });
      return;
    case 'newPage':
      pdf.addPage();
  }
}

function writeList(pdf: Pdf, root: Element, items: readonly string[]): void {
  const indent = 14;
  const all = pdf.struct('L');
  root.add(all);
  for (const item of items) {
    const options = { width: width(pdf) - indent };
    makeRoom(pdf, pdf.font('plain').fontSize(sizes.text).heightOfString(item, options));
    const top = pdf.y;
    const one = pdf.struct('LI');
    all.add(one);
    one.add(marked(pdf, 'Lbl', () => pdf.text('•', page.margin, top)));
    one.add(marked(pdf, 'LBody', () => pdf.text(item, page.margin + indent, top, options)));
    one.end();
    pdf.y += gap / 2;
  }
  all.end();
  pdf.y += gap / 2;
}

interface Rows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly total?: readonly string[];
  /** Names with values: the first of a row is its heading, and there are no headings above. */
  readonly isFacts: boolean;
}

const padding = 4;

/** A table whose heading line comes again on each page. */
function writeRows(pdf: Pdf, root: Element, { columns, rows, total, isFacts }: Rows): void {
  const shares = columns.map(({ share = 1 }) => share);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => (share / whole) * width(pdf));
  const table = pdf.struct('Table');
  root.add(table);
  const headings = columns.map(({ heading }) => heading);

  const put = (
    cells: readonly string[],
    how: { isBold?: boolean; isHeading?: boolean; isArtifact?: boolean },
  ): void => {
    const font = (place: number): Font => (how.isBold === true || (isFacts && place === 0) ? 'bold' : 'plain');
    const heightOf = (text: string, place: number) =>
      pdf
        .font(font(place))
        .fontSize(sizes.text)
        .heightOfString(text === '' ? ' ' : text, { width: (widths[place] ?? 0) - 2 * padding });
    const height = Math.max(...cells.map(heightOf)) + 2 * padding;
    // A cell that is taller than a page flows over; any other stays whole.
    if (pdf.y + height > bottom(pdf) && pdf.y > page.margin + 1 && height < bottom(pdf) - page.margin) {
      pdf.addPage();
      if (!isFacts && how.isHeading !== true) put(headings, { isBold: true, isHeading: true, isArtifact: true });
    }
    const top = pdf.y;
    const startPage = pdf.page;
    const row = how.isArtifact === true ? undefined : pdf.struct('TR');
    if (row !== undefined) table.add(row);
    let left = page.margin;
    let last = top;
    cells.forEach((text, place) => {
      const cellWidth = widths[place] ?? 0;
      const write = () => {
        pdf
          .font(font(place))
          .fontSize(sizes.text)
          .text(text === '' ? ' ' : text, left + padding, top + padding, {
            width: cellWidth - 2 * padding,
            align: columns[place]?.isMoney === true ? 'right' : 'left',
          });
      };
      if (row === undefined) {
        pdf.markContent('Artifact', { type: 'Layout' });
        write();
        pdf.endMarkedContent();
      } else row.add(marked(pdf, how.isHeading === true || (isFacts && place === 0) ? 'TH' : 'TD', write));
      last = pdf.page === startPage ? Math.max(last, pdf.y) : pdf.y;
      left += cellWidth;
    });
    row?.end();
    const end = pdf.page === startPage ? top + height : last + padding;
    rule(pdf, end);
    pdf.x = page.margin;
    pdf.y = end;
  };

  if (!isFacts) put(headings, { isBold: true, isHeading: true });
  for (const row of rows) put(row, {});
  if (total !== undefined) put(total, { isBold: true });
  table.end();
  pdf.y += gap * 1.5;
}

/** A thin line under a row, which nobody needs to hear of. */
function rule(pdf: Pdf, y: number): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf
    .lineWidth(0.5)
    .strokeColor('#8a8a8a')
    .moveTo(page.margin, y)
    .lineTo(page.margin + width(pdf), y)
    .stroke();
  pdf.endMarkedContent();
}

function numberPages(pdf: Pdf, footer: Making['footer']): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let number = start; number < start + count; number += 1) {
    pdf.switchToPage(number);
    pdf.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
    // Below the margin text would begin a page of its own.
    const { bottom: margin } = pdf.page.margins;
    pdf.page.margins.bottom = 0;
    pdf
      .font('plain')
      .fontSize(sizes.note)
      .text(footer(number - start + 1, count), page.margin, pdf.page.height - page.margin + 14, {
        width: width(pdf),
        align: 'center',
        lineBreak: false,
      });
    pdf.page.margins.bottom = margin;
    pdf.endMarkedContent();
  }
}
