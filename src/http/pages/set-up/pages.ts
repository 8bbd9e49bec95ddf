import { z } from 'zod';
import { foundFirst, setUpIsOpen } from '../../../commands/people/found-first';
import { refusalProblem, type FieldProblem } from '../../problems';
import { formWords } from '../form/words';
import { definePage, type Page } from '../frame/page';
import { letIn } from '../sign-in/session';
import { setUpWords as words } from './words';

const text = z.string().trim().min(1).max(200);
const email = z.email().max(254);
/** As the database wants it. */
const slug = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);

/** What a box must hold, and what is said if it does not. */
const boxes = [
  ['/name', text, formWords.missing(words.name)],
  ['/slug', slug, words.slugMalformed],
  ['/administrator/name', text, formWords.missing(words.yourName)],
  ['/administrator/email', email, words.malformed],
] as const;

interface Typed {
  readonly name?: string;
  readonly slug?: string;
  readonly administrator?: { readonly name?: string; readonly email?: string };
}

function problemsOf({ name, slug: short, administrator }: Typed): readonly FieldProblem[] {
  const typed = [name, short, administrator?.name, administrator?.email];
  return boxes.flatMap(([pointer, schema, detail], place) =>
    schema.safeParse(typed[place]).success ? [] : [{ pointer, code: 'FIELD_INVALID', detail }],
  );
}

/** The page of the one-time address that is printed when Grantpot starts and nobody has set it up yet. */
export const setUpPages: readonly Page[] = [
  definePage<{ readonly open: boolean }>({
    address: '/set-up/:secret',
    for: 'anyone',
    words,
    load: async ({ parts, params }) => ({ open: await setUpIsOpen(parts.door.db, params['secret'] ?? '') }),
    show: ({ open }) => ({
      template: 'set-up/set-up.njk',
      title: open ? words.title : words.over,
      open,
      hideSignIn: open,
    }),
    forms: {
      setUp: {
        fields: {
          name: { kind: 'text', at: '/name', label: words.name, autocomplete: 'organization' },
          slug: { kind: 'text', at: '/slug', label: words.slug, hint: words.slugHint, width: 20 },
          yourName: { kind: 'text', at: '/administrator/name', label: words.yourName, autocomplete: 'name' },
          email: {
            kind: 'email',
            at: '/administrator/email',
            label: words.email,
            hint: words.emailHint,
            autocomplete: 'email',
          },
        },
        act: async ({ body }, _data, context) => {
          const typed = body as Typed;
          const problems = problemsOf(typed);
          if (problems.length > 0) return { problems };
          const { name = '', slug: short = '', administrator } = typed;
          const founded = await foundFirst(context.parts.door.db, context.params['secret'] ?? '', {
            name,
            slug: short,
            administrator: { name: administrator?.name ?? '', email: administrator?.email ?? '' },
          });
          if ('code' in founded) return { problem: refusalProblem(founded) };
          const refusal = await letIn(context, founded);
          return refusal === undefined ? { goTo: '/work' } : { problem: refusalProblem(refusal) };
        },
      },
    },
  }),
];
