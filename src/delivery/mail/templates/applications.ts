import type { MailTemplate } from '../../../contracts/mail-templates';
import { by, counted, group, note, pot, reason, sum, type Letter, type Template } from '../letter';

/** Said where nobody in particular can take it up. */
const toWhomever = ({ facts }: Letter): string =>
  Number(facts['told'] ?? 1) > 1
    ? 'Colleagues have this email as well. Whoever starts to check it looks after it from then on.'
    : '';

/** Mails about an application until it is decided, and about an offer. */
export const applicationTemplates = {
  'application-submitted': {
    subject: () => 'We have your application',
    body: (letter) => [
      `Thank you. We have your application to ${pot(letter)}.`,
      'We check it next, and will ask if anything is missing. You need do nothing until you hear from us.',
    ],
  },
  'draft-shared': {
    subject: (letter) => `A draft from ${group(letter)}`,
    body: (letter) => [
      `${group(letter)} shows you a draft of its application to ${pot(letter)}, and would like to know what you think of it.`,
      by(letter, 'feedbackBy', 'Please comment on it by'),
    ],
  },
  'draft-commented': {
    subject: () => 'We have read your draft',
    body: (letter) => [
      `Thank you for showing us your draft for ${pot(letter)}. We have said what we think of it, beside ${counted(letter, 'comments', 'answer', 'answers')}.`,
      'It is still yours: change what you like, and send it when it is ready. What we say now decides nothing.',
    ],
  },
  'application-received': {
    subject: (letter) => `An application from ${group(letter)}`,
    body: (letter) => [
      `${group(letter)} has applied to ${pot(letter)}.`,
      by(letter, 'checkBy', 'Please check it by'),
      toWhomever(letter),
    ],
  },
  'application-passed-to-panel': {
    subject: () => 'Your application is with the panel',
    body: (letter) => [
      `Your application to ${pot(letter)} is complete, and is now with the panel.`,
      by(letter, 'decideBy', 'You will hear from us by'),
    ],
  },
  'application-withdrawn': {
    subject: (letter) => `${group(letter)} has withdrawn`,
    body: (letter) => [
      `${group(letter)} has withdrawn its application to ${pot(letter)}.`,
      reason(letter, 'They say:'),
    ],
  },
  'application-ineligible': {
    subject: () => 'We cannot fund this application',
    body: (letter) => [
      `We are sorry: ${pot(letter)} cannot fund your application.`,
      reason(letter, 'This is why:'),
      'If you think that we have misunderstood, or would like to know who else might help, write to us.',
    ],
  },
  'application-not-yet': {
    subject: () => 'Not yet: we will help you',
    body: (letter) => [
      `The panel likes what you want to do, but your application to ${pot(letter)} is not ready yet.`,
      reason(letter, 'This would help:'),
      'You can send a new application that begins where this one ended, and we will help you with it.',
    ],
  },
  'application-refused': {
    subject: () => 'Not this time',
    body: (letter) => [
      `We are sorry: the panel has decided not to fund your application to ${pot(letter)}.`,
      reason(letter, 'These are its reasons:'),
      by(letter, 'appealBy', 'If you think that this is wrong, you can ask us to look again until'),
    ],
  },
  'appeal-made': {
    subject: (letter) => `${group(letter)} asks us to look again`,
    body: (letter) => [
      `${group(letter)} asks that the refusal of its application is looked at again, by others than before.`,
      reason(letter, 'They say:'),
      by(letter, 'decideBy', 'It should be decided by'),
    ],
  },
  'question-asked': {
    subject: () => 'A question about your application',
    body: (letter) => [
      'We have a question about your application.',
      by(letter, 'answerBy', 'Please answer it by'),
      'Until you have, our own time to decide stands still.',
    ],
  },
  'question-answered': {
    subject: (letter) => `${group(letter)} has answered`,
    body: (letter) => [`${group(letter)} has answered your question. You can go on with its application.`],
  },
  'answer-overdue': {
    subject: () => 'We still need your answer',
    body: () => [
      'We asked you something about your application, and have not had your answer yet.',
      'Please answer as soon as you can. If you need help or more time, write to us.',
    ],
  },
  'answer-chased': {
    subject: (letter) => `${group(letter)} has not answered yet`,
    body: (letter) => [
      `${group(letter)} has not answered your question in time, and was reminded. A telephone call may help.`,
    ],
  },
  'check-overdue': {
    subject: (letter) => `To be checked: ${group(letter)}`,
    body: (letter) => [
      `The application of ${group(letter)} should have been checked by now. Please check it, or give it to a colleague.`,
      toWhomever(letter),
    ],
  },
  'decision-overdue': {
    subject: (letter) => `To be decided: ${group(letter)}`,
    body: (letter) => [
      `The application of ${group(letter)} should have been decided by now. Please put it before the panel.`,
    ],
  },
  'draft-expired': {
    subject: () => 'Your draft is gone',
    body: (letter) => [
      `Nobody has touched your draft to ${pot(letter)} for a long time, so we have removed it. You can start a new one at any time.`,
    ],
  },

  'offer-made': {
    subject: (letter) => `We can offer you ${sum(letter, 'amountPence')}`,
    body: (letter) => [
      `Good news: the panel has awarded ${group(letter)} ${sum(letter, 'amountPence')} from ${pot(letter)}.`,
      note(letter, 'less than asked', ({ grant, facts }) =>
        grant?.askedPence != null && grant.askedPence !== facts['amountPence']
          ? 'That is less than you asked for. First tell us what you will do for this sum, then accept the offer.'
          : '',
      ),
      by(letter, 'acceptBy', 'Two members of your committee who are not related accept it for the group, by'),
      'After that day the offer runs out.',
    ],
  },
  'offer-needs-another-acceptance': {
    subject: () => 'Your offer needs one more acceptance',
    body: (letter) => [
      `One of your committee has accepted our offer to ${group(letter)}. Somebody else of your committee, who is not related to them, has to accept it too.`,
    ],
  },
  'signatory-invited': {
    subject: (letter) => `Please accept our offer to ${group(letter)}`,
    body: (letter) => [
      `${letter.organisation} offers ${group(letter)} a grant from ${pot(letter)}. Somebody of its committee asks you to accept it too.`,
      'Two members of the committee accept, who are not related and do not live together. Read the agreement first, then type your name.',
      'Sign in with this email address. You need no password: we send you a code. If you are not on this committee, do nothing, and tell us.',
    ],
  },
  'signatory-named': {
    subject: (letter) => `${group(letter)} has named somebody to accept`,
    body: (letter) => [
      `${group(letter)} has asked another member of its committee to accept the offer from ${pot(letter)}. Look whether they are who they should be.`,
    ],
  },
  'offer-accepted': {
    subject: (letter) => `${group(letter)} has accepted`,
    body: (letter) => [`${group(letter)} has accepted the offer from ${pot(letter)}, and its grant has begun.`],
  },
  'offer-declined': {
    subject: (letter) => `${group(letter)} has said no`,
    body: (letter) => [
      `${group(letter)} does not want the offer from ${pot(letter)}. The money can be awarded again.`,
      reason(letter, 'They say:'),
    ],
  },
  'offer-runs-out': {
    subject: () => 'Your offer runs out soon',
    body: (letter) => [
      `You have not accepted our offer to ${group(letter)} yet.`,
      by(letter, 'runsOutAt', 'It runs out at'),
      'If you need more time, write to us before then.',
    ],
  },
  'offer-ran-out': {
    subject: (letter) =>
      letter.recipient.isOfParty ? 'Your offer has run out' : `The offer to ${group(letter)} has run out`,
    body: (letter) =>
      letter.recipient.isOfParty
        ? [
            `Our offer to ${group(letter)} was not accepted in time, and has run out.`,
            'If you still want the money, write to us.',
          ]
        : [`The offer to ${group(letter)} was not accepted in time, and has run out. The money can be awarded again.`],
  },
  'budget-agreed': {
    subject: (letter) => `${group(letter)} has sent a new budget`,
    body: (letter) => [`${group(letter)} has said what it will do for the smaller sum, and can now accept the offer.`],
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;
