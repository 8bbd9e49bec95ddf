/** What a document says, apart from how it looks: the PDF, and a page that shows the same, are made of it. */

/** A heading; there is one of level 1, which is the document's title. */
interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

interface List {
  readonly kind: 'list';
  readonly items: readonly string[];
}

/** Names with their values, one a line. */
interface FactList {
  readonly kind: 'facts';
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** A column of a table; those of money end at the right. */
export interface Column {
  readonly heading: string;
  readonly isMoney?: true;
  /** How much of the width it takes beside the others; 1 unless it says otherwise. */
  readonly share?: number;
}

interface Table {
  readonly kind: 'table';
  /** Says what the table is, for those who hear it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** The last line, which adds the others up. */
  readonly total?: readonly string[];
}

interface PageBreak {
  readonly kind: 'newPage';
}

export type Block = Heading | Paragraph | List | FactList | Table | PageBreak;

/** A document as it is read from top to bottom. */
export interface Document {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const heading = (level: Heading['level'], text: string): Block => ({ kind: 'heading', level, text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const facts = (all: FactList['facts']): Block => ({ kind: 'facts', facts: all });
export const table = (parts: Omit<Table, 'kind'>): Block => ({ kind: 'table', ...parts });
export const newPage: Block = { kind: 'newPage' };

/** A document whose first heading is its title. */
export function document(title: string, blocks: readonly Block[]): Document {
  return { title, blocks: [heading(1, title), ...blocks] };
}
