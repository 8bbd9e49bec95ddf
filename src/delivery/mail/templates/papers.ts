import type { PaperLetter } from '../../../contracts/letters';
import { by, group, note, pot, reason, sum, type Template } from '../letter';

/** The usual words of letters on paper. They say what the mails say, to somebody who may not read mails. */
export const paperTemplates: Readonly<Record<PaperLetter, Template>> = {
  'offer-letter': {
    subject: (letter) => `Our offer of ${sum(letter, 'amountPence')}`,
    body: (letter) => [
      `We are glad to tell you that the panel has awarded ${group(letter)} a grant of ${sum(letter, 'amountPence')} from ${pot(letter)}.`,
      note(letter, 'less than asked', ({ grant, facts }) =>
        grant?.askedPence != null && grant.askedPence !== facts['amountPence']
          ? 'That is less than you asked for. First tell us what you will do for this sum, then accept the offer.'
          : '',
      ),
      note(letter, 'conditions', ({ facts: { conditions } }) =>
        typeof conditions === 'string' && conditions !== ''
          ? `Before we can pay, please see to this: ${conditions}`
          : '',
      ),
      'Our agreement says what the money is for, how we pay it, and what we ask at the end. Please read it before you accept.',
      by(letter, 'acceptBy', 'Two members of your committee who are not related accept it for the group, by'),
      'If anything is unclear, or you cannot accept online, write to us or ring us, and we will help you.',
    ],
  },
  'refusal-letter': {
    subject: (letter) => `Your application to ${pot(letter)}`,
    body: (letter) => [
      `Thank you for applying to ${pot(letter)}. We are sorry: the panel has decided not to fund the application of ${group(letter)} this time.`,
      reason(letter, 'These are its reasons:'),
      by(letter, 'appealBy', 'If you think that this is wrong, you can ask us to look again until'),
      'We know that an application is a lot of work. Write to us or ring us if you would like to talk about it, or about who else might help.',
    ],
  },
};
