/** One thing that a form asks for. `at` says where in the command's body its value goes, as a JSON pointer: `/amountPence`. */
export type Field =
  | TextField
  | MoneyField
  | CountField
  | PeriodField
  | ListField
  | DateField
  | ChoiceField
  | SeveralField
  | YesNoField
  | TickField
  | FileField
  | AddressField
  | RowsField;

/** The fields of a form by their names, in the order in which they are shown and complained of. */
export type Fields = Readonly<Record<string, Field>>;

interface Asked {
  readonly at: string;
  /** The question, or the name of what is asked. */
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is said when it is left empty, such as “Enter your postcode”. Without it: “Enter” and the label. */
  readonly missing?: string | undefined;
}

/** Words. A `longText` with `atMost` characters or `atMostWords` has a live count where scripts run. */
export interface TextField extends Asked {
  readonly kind: 'text' | 'longText' | 'email' | 'tel' | 'code';
  readonly atMost?: number | undefined;
  readonly atMostWords?: number | undefined;
  /** A short text with `atMost` characters that has the live count as well. */
  readonly isCounted?: true | undefined;
  /** What stands before the box, such as the sign of pounds where a sum is kept as it was typed. */
  readonly prefix?: string | undefined;
  /** In characters, for a short text whose length is known; else as wide as its place. */
  readonly width?: 2 | 3 | 4 | 5 | 10 | 20 | 30 | undefined;
  /** What browsers may fill in by themselves (WCAG 1.3.5). */
  readonly autocomplete?: string | undefined;
  /** It shows once who somebody is: it is never kept. */
  readonly isProof?: true;
  readonly rows?: number | undefined;
}

/** A sum in pounds as people type it; whole pence in the body. */
export interface MoneyField extends Asked {
  readonly kind: 'money';
}

/** A whole number. */
export interface CountField extends Asked {
  readonly kind: 'count';
  readonly suffix?: string | undefined;
}

/** A length of time as people say it, such as `28 days`; an ISO 8601 period in the body. `periods`: several, with commas between them. */
export interface PeriodField extends Asked {
  readonly kind: 'period' | 'periods';
}

/** Several short texts, with commas between them; a list in the body. */
export interface ListField extends Asked {
  readonly kind: 'list';
}

/** A day, month and year in three boxes; `YYYY-MM-DD` in the body. */
export interface DateField extends Asked {
  readonly kind: 'date';
}

/** One thing that can be chosen. An empty value means “none of these”, and is left out of the body. */
export interface Option {
  readonly value: string;
  readonly words: string;
  readonly hint?: string | undefined;
}

/** One of several; as a drop-down where there are many. */
export interface ChoiceField extends Asked {
  readonly kind: 'choice';
  readonly options: readonly Option[];
  readonly asList?: true;
}

/** Any number of several; a list in the body. */
export interface SeveralField extends Asked {
  readonly kind: 'several';
  readonly options: readonly Option[];
}

/** Yes or no, neither chosen at first; true or false in the body. */
export interface YesNoField extends Asked {
  readonly kind: 'yesNo';
}

/** One box to tick; true in the body when it is ticked, else left out. */
export interface TickField extends Asked {
  readonly kind: 'tick';
}

/** A file. It comes beside the body: a form that asks for one says so (`takesFile`), and calls it `file`. */
export interface FileField extends Asked {
  readonly kind: 'file';
}

/** A postal address in the United Kingdom, in boxes; its four lines in the body, as `src/domain/application/address.ts` has them. */
export interface AddressField extends Asked {
  readonly kind: 'address';
}

/** The same few questions for any number of lines; a list of objects in the body. Empty lines are left out. */
export interface RowsField extends Asked {
  readonly kind: 'rows';
  /** Their pointers are within a line: `/description`. */
  readonly each: Readonly<
    Record<string, Exclude<Field, RowsField | SeveralField | DateField | FileField | AddressField>>
  >;
  /** What one line is called: “budget line 2”. */
  readonly line: string;
  readonly atLeast?: number | undefined;
  readonly atMost: number;
  readonly addWords: string;
}
