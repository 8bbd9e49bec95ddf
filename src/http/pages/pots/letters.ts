import { findLetters, type LetterGrant, type PotLetters } from '../../../../db/queries/grants/letters';
import { madeUpFacts } from '../../../commands/pots/try-letter';
import {
  commonPlaceholders,
  isLetter,
  isOnPaper,
  letterFacts,
  mailOf,
  type LetterName,
} from '../../../contracts/letters';
import { isId } from '../../../contracts/ids';
import { letterAs, usualWordingOf } from '../../../delivery/mail';
import { instantInWords } from '../../../domain/calendar/calendar';
import { wordingRefusals } from '../../../domain/policy/letter-wording';
import type { Acted, PageContext } from '../frame/page';
import type { Fields } from '../form/field';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { potWords as words } from './words';

const w = words.letters;
const lettersOf = (potId: string): string => `/pots/${potId}/letters`;
const standing = ({ id, state }: PotLetters) => ({ state, scope: { potId: id, parties: {} } });

async function load({ parts, asker, params }: PageContext, letter?: LetterName): Promise<PotLetters | undefined> {
  const id = params['id'] ?? '';
  return isId(id) ? findLetters(parts.reading.db, asker, id, letter === undefined ? null : mailOf(letter)) : undefined;
}

const lettersPage = definePage<PotLetters>({
  address: '/pots/:id/letters',
  for: ['fund_manager'],
  words,
  load: (context) => load(context),
  show: ({ id, name, worded }) => ({
    template: 'pots/letters.njk',
    title: w.title,
    caption: name,
    back: { to: `/pots/${id}/settings`, words: words.settings.back },
    parts: w.parts.map(({ title, letters }) => ({
      title,
      letters: letters.map((letter) => ({
        title: { text: w.names[letter] },
        href: `${lettersOf(id)}/${letter}`,
        status: worded.some((one) => one.name === letter)
          ? { tag: { text: w.own, classes: 'gp-tag--other' } }
          : { text: w.usual },
      })),
    })),
  }),
});

interface InLetter extends PotLetters {
  readonly letter: LetterName;
}

const grantChoice = ({ grants }: InLetter, label: string, hint?: string): Fields =>
  grants.length === 0
    ? {}
    : {
        grant: {
          kind: 'choice',
          at: '/grantId',
          label,
          hint,
          asList: true,
          options: grants.map(({ id, grant }) => ({ value: id, words: w.grant(grant.reference ?? '', grant.party) })),
        },
      };

const wordingOf = ({ worded, letter }: InLetter) =>
  worded.find(({ name }) => name === letter) ?? usualWordingOf(letter);

/** A letter in the words that were typed, on a real grant. */
function previewOn(
  { letter, organisation, slug, name, now }: InLetter,
  { grant, facts, contact, id }: LetterGrant,
  wording: { readonly subject: string; readonly text: string },
) {
  return letterAs(
    {
      facts: { ...madeUpFacts(grant.awardedPence ?? grant.askedPence, now), ...facts, grantId: id },
      recipient: { name: contact ?? grant.party, email: null, hasLeft: false, isForgotten: false, isOfParty: true },
      organisation,
      slug,
      reason: null,
      grant,
      purchase: null,
      run: null,
      round: null,
      meeting: null,
      pot: name,
      wording,
    },
    letter,
  );
}

const letterPage = definePage<InLetter>({
  address: '/pots/:id/letters/:letter',
  for: ['fund_manager'],
  words,
  load: async (context) => {
    const letter = context.params['letter'];
    const found = isLetter(letter) ? await load(context, letter) : undefined;
    return found === undefined || !isLetter(letter) ? undefined : { ...found, letter };
  },
  show: (found) => {
    const { id, name, letter, worded } = found;
    const own = worded.find((one) => one.name === letter);
    const facts: readonly string[] = letterFacts[letter];
    return {
      template: 'pots/letter.njk',
      title: w.names[letter],
      caption: name,
      back: { to: lettersOf(id), words: w.title },
      lead: own === undefined ? w.isUsual : w.isOwn(own.wordedBy, instantInWords(own.wordedAt)),
      isOwn: own !== undefined,
      follows: isOnPaper(letter) ? w.paperFollows : w.linkFollows,
      placeholders: [...facts, ...commonPlaceholders].map((one) => ({
        name: `{${one}}`,
        words: w.means[one as keyof typeof w.means],
        stays: facts.includes(one),
      })),
    };
  },
  forms: {
    reword: commandForm<InLetter>({
      command: 'rewordLetter',
      standing,
      fields: (found) => ({
        subject: { kind: 'text', at: '/subject', label: w.subject },
        text: { kind: 'longText', at: '/text', label: w.text, hint: w.textHint, rows: 12 },
        ...grantChoice(found, w.previewOn),
      }),
      initial: (found) => ({ ...wordingOf(found), grantId: found.grants[0]?.id }),
      preview: ({ body, button }, found): Acted | undefined => {
        if (button !== 'preview') return undefined;
        const wording = { subject: textOf(body['subject']), text: textOf(body['text']) };
        const wrong = wordingRefusals(wording, letterFacts[found.letter], commonPlaceholders);
        if (wrong.length > 0)
          return { problems: wrong.map(({ field = '', code, detail }) => ({ pointer: field, code, detail })) };
        const grant = found.grants.find(({ id }) => id === body['grantId']) ?? found.grants[0];
        return grant === undefined ? { problems: [] } : { preview: previewOn(found, grant, wording) };
      },
      body: ({ subject, text }, { letter }) => ({ letter, subject, text }),
      done: (_done, { path }) => saying(path, 'worded'),
    }),
    tryIt: commandForm<InLetter>({
      command: 'tryLetter',
      standing,
      fields: (found) => grantChoice(found, w.tryOn, w.tryHint),
      initial: ({ grants }) => ({ grantId: grants[0]?.id }),
      body: ({ grantId }, { letter }) => ({ letter, grantId }),
      done: (_done, { path }) => saying(path, 'tried'),
    }),
    restore: commandForm<InLetter>({
      command: 'restoreLetter',
      standing,
      fields: {},
      body: (_body, { letter }) => ({ letter }),
      done: (_done, { path }) => saying(path, 'restored'),
    }),
  },
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The pages on which a pot's letters are worded. */
export const letterPages: readonly Page[] = [lettersPage, letterPage];
