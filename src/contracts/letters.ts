import type { MailTemplate } from './mail-templates';

/** What every letter can name: the reader, their group, the pot, the organisation, the grant's reference, the officer who looks after it. */
export const commonPlaceholders = ['name', 'group', 'pot', 'organisation', 'reference', 'officer'] as const;

/** Letters on paper, to be printed and posted or kept: each by the mail that tells the same, whose facts it has. */
export const paperLetters = {
  'offer-letter': 'offer-made',
  'refusal-letter': 'application-refused',
} as const satisfies Readonly<Record<string, MailTemplate>>;
export type PaperLetter = keyof typeof paperLetters;

/**
 * The mails and papers to groups that a pot can word in its own way, with the placeholders of the facts that each has to say; a test compares
 * them with the usual wordings. Mails of security, and those with links for people without an account, are worded by us alone.
 */
export const letterFacts = {
  'application-submitted': [],
  'application-passed-to-panel': ['date'],
  'application-ineligible': ['reason'],
  'application-not-yet': ['reason'],
  'application-refused': ['reason', 'date'],
  'refusal-letter': ['reason', 'date'],
  'question-asked': ['date'],
  'answer-overdue': [],
  'draft-expired': [],
  'offer-made': ['sum', 'less than asked', 'date'],
  'offer-letter': ['sum', 'less than asked', 'conditions', 'date'],
  'offer-needs-another-acceptance': [],
  'offer-runs-out': ['date'],
  'offer-ran-out': [],
  'grant-began': ['bank details'],
  'grant-closed': ['what you keep'],
  'grant-goes-on': [],
  'grant-terminated': ['reason', 'what to return'],
  'date-extended': ['what for', 'date'],
  'condition-met': [],
  'condition-waived': ['reason'],
  'condition-failed': [],
  'bank-details-wanted': [],
  'report-wanted': ['date'],
  'report-due-soon': ['date'],
  'report-still-wanted': ['date'],
  'report-overdue': ['date'],
  'report-question': ['reason', 'date'],
  'refund-asked': ['sum', 'date', 'how to pay'],
  'refund-received': ['sum', 'what is left'],
  'refund-still-due': ['sum', 'date'],
  'refund-written-off': ['sum', 'reason'],
  'payment-sent': ['sum'],
  'payment-returned': ['sum'],
} as const satisfies Partial<Record<MailTemplate | PaperLetter, readonly string[]>>;

/** The name of a letter that a pot can word. */
export type LetterName = keyof typeof letterFacts;

/** Their names, in the order of a grant's life. */
export const letterNames = Object.keys(letterFacts) as readonly LetterName[];

/** Whether a pot can word a mail of this name. */
export const isLetter = (name: unknown): name is LetterName =>
  typeof name === 'string' && Object.hasOwn(letterFacts, name);

/** Whether a letter is on paper. */
export const isOnPaper = (name: LetterName): name is PaperLetter => Object.hasOwn(paperLetters, name);

/** The mail whose facts a letter has: its own, or of one on paper the mail that tells the same. */
export const mailOf = (name: LetterName): MailTemplate => (isOnPaper(name) ? paperLetters[name] : name);

/** How a letter is worded: paragraphs with empty lines between them, placeholders in braces. */
export interface Wording {
  readonly subject: string;
  readonly text: string;
}
