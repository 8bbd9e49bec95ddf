import type { Wording } from '../../contracts/letters';
import { filled } from '../../domain/policy/letter-wording';
import { group, pot, type Letter, type Template } from './letter';

/** A letter about which nothing is known: its usual wording shows where its facts go. */
const blank: Letter = {
  facts: {},
  recipient: { name: '', email: null, hasLeft: false, isForgotten: false, isOfParty: true },
  organisation: '',
  slug: '',
  reason: null,
  grant: null,
  purchase: null,
  run: null,
  round: null,
  meeting: null,
  pot: null,
};

/** The usual wording of a letter to a group, with placeholders where its facts go. */
export function usualWording(template: Template): Wording {
  const letter = { ...blank, naming: { isBlank: true, said: new Map<string, string>() } };
  return { subject: template.subject(letter), text: template.body(letter).join('\n\n') };
}

/**
 * A letter in a pot's own words. A paragraph whose placeholder has nothing to say is left out, as in the usual wording; a subject of
 * which that is true becomes the usual one.
 */
export function inOwnWords(
  letter: Letter,
  template: Template,
  { subject, text }: Wording,
): { readonly subject: string; readonly body: readonly string[] } {
  const said = new Map<string, string>();
  const naming = { ...letter, naming: { isBlank: false, said } };
  const usual = template.subject(naming);
  template.body(naming); // for its facts
  group(naming);
  pot(naming);
  said.set('name', letter.recipient.name);
  said.set('organisation', letter.organisation);
  said.set('reference', letter.grant?.reference ?? '');
  said.set('officer', letter.grant?.owner ?? '');
  return {
    subject: filled(subject, said) ?? usual,
    body: text.split(/\n[ \t]*\n\s*/).flatMap((paragraph) => {
      const words = filled(paragraph.trim(), said);
      return words === undefined || words === '' ? [] : [words];
    }),
  };
}
