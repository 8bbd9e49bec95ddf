import type { Asker } from '../../../../db/queries/asker';
import type { FileSubject } from '../../../../db/queries/files';
import { type FileOutcome, removeFile } from '../../../commands/files/add-file';
import type { FileSaid } from '../../../domain/files/files';
import type { Refusal } from '../../../domain/refusals/refusal';
import { doorProblem, refusalProblem, type Problem } from '../../problems';
import { fileIdOf, keepFile } from '../../uploads';
import { isId } from '../../../contracts/ids';
import type { Field, Fields } from '../form/field';
import { saying, type Acted, type Form, type PageContext, type Sent } from '../frame/page';
import { fileWords as w } from './words';

/** What a page says of the files that are added on it. */
interface FileFormsOptions<Data> {
  readonly of: (data: Data, context: PageContext) => FileSubject;
  readonly said: (data: Data, sent: Sent, context: PageContext) => FileSaid;
  /** What is asked before the file. */
  readonly fields?: Fields | ((data: Data, context: PageContext) => Fields);
  /** What the file's own box says, where that is not just “Choose a file”. */
  readonly label?: string | ((data: Data) => string);
  readonly hint?: string;
  /** Why no file is taken as things stand. */
  readonly refusal?: (data: Data, context: PageContext) => Refusal | undefined;
  /** Who sends it, where that is not who has signed in but whom a link was made for. */
  readonly asker?: (data: Data, context: PageContext) => Asker;
  /** The page to go on to. */
  readonly done: (data: Data, context: PageContext) => string;
}

/** The box for a file. */
export const fileField = (label: string = w.choose, hint: string = w.hint): Field => ({
  kind: 'file',
  at: '/file',
  label,
  hint,
});

/** What came of a file, for its form; `box` is where its box is, as a pointer. */
export function actedOn(outcome: FileOutcome, goTo: string, box = '/file'): Acted {
  switch (outcome.kind) {
    case 'done':
      return { goTo };
    case 'unknown':
      return { problem: doorProblem('NOT_FOUND') };
    case 'other':
      return { problem: doorProblem('IDEMPOTENCY_KEY_REUSED') };
    case 'refused':
      return { problem: atBox(refusalProblem(outcome.refusal), box) };
  }
}

/** What is said of a file is said at its box, whatever that is called in its form. */
const atBox = (problem: Problem, box: string): Problem => ({
  ...problem,
  errors: (problem.errors ?? []).map((one) => (one.pointer === '/file' ? { ...one, pointer: box } : one)),
});

/** The two forms of a page with files: one adds a file, the other takes the one away whose button was pressed. */
export function fileForms<Data>(options: FileFormsOptions<Data>): {
  readonly addFile: Form<Data>;
  readonly removeFile: Form<Data>;
} {
  const { of, said, fields = {}, label, hint, refusal, done } = options;
  const askerOf = options.asker ?? ((_data: Data, context: PageContext) => context.asker);
  const shared = refusal === undefined ? {} : { refusal };
  return {
    addFile: {
      ...shared,
      takesFile: true,
      fields: (data, context) => ({
        ...(typeof fields === 'function' ? fields(data, context) : fields),
        file: fileField(typeof label === 'function' ? label(data) : label, hint),
      }),
      act: async (sent, data, context) => {
        const { door, scan } = context.parts;
        const asker = askerOf(data, context);
        const outcome = await keepFile({ db: door.db, scan }, asker, {
          id: fileIdOf(asker, sent.key),
          of: of(data, context),
          ...said(data, sent, context),
          file: sent.file,
        });
        return actedOn(outcome, saying(done(data, context), 'fileAdded'));
      },
    },
    removeFile: {
      ...shared,
      fields: {},
      act: async ({ button }, data, context) => {
        const removed = isId(button)
          ? await removeFile(context.parts.door.db, askerOf(data, context), button)
          : ({ kind: 'unknown' } as const);
        return actedOn(removed, saying(done(data, context), 'fileRemoved'));
      },
    },
  };
}

/** The question that every photo is asked. */
export const peopleField: Fields = {
  people: {
    kind: 'choice',
    at: '/people',
    label: w.people.label,
    hint: w.people.hint,
    missing: w.people.missing,
    options: (['nobody', 'agreed', 'not_agreed'] as const).map((value) => ({ value, words: w.people[value] })),
  },
};
