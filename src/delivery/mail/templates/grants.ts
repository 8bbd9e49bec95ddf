import type { MailTemplate } from '../../../contracts/mail-templates';
import { by, group, hasSome, note, pot, reason, sum, type Letter, type Template } from '../letter';

const dates: Readonly<Record<string, string>> = {
  offer: 'to accept the offer',
  condition: 'to meet the condition',
  report: 'to send your report',
  refund: 'to return the money',
  check: 'to check the application',
  decision: 'to decide',
};

const whichDate = ({ facts }: Letter): string => dates[String(facts['which'])] ?? 'for this';

/** Mails about a grant from its acceptance until it is closed. */
export const grantTemplates = {
  'grant-began': {
    subject: () => 'Your grant has begun',
    body: (letter) => [
      `Thank you for accepting. The grant to ${group(letter)} from ${pot(letter)} has begun.`,
      note(letter, 'bank details', ({ facts }) =>
        facts['bankDetailsNeeded'] === true
          ? 'Please give us the bank details of your organisation’s account, so that we can pay you.'
          : '',
      ),
      'Keep your receipts: at the end we ask for one short report.',
    ],
  },
  'grant-closed': {
    subject: () => 'Your grant is finished',
    body: (letter) => [
      `Everything about the grant to ${group(letter)} is settled, and it is closed. Thank you for what you have done.`,
      note(letter, 'what you keep', (known) =>
        hasSome(known, 'keptPence') ? `You can keep the ${sum(known, 'keptPence')} that was left over.` : '',
      ),
    ],
  },
  'grant-goes-on': {
    subject: (letter) => (letter.recipient.isOfParty ? 'Your grant goes on' : `The grant to ${group(letter)} goes on`),
    body: (letter) => [`The grant to ${group(letter)} is no longer on hold. Every date is later by as long as it was.`],
  },
  'grant-is-yours': {
    subject: (letter) => `Yours to look after: ${group(letter)}`,
    body: (letter) => [`The grant to ${group(letter)} from ${pot(letter)} was given to you to look after.`],
  },
  'grant-on-hold': {
    subject: (letter) => `On hold: ${group(letter)}`,
    body: (letter) => [
      `The grant to ${group(letter)} is on hold: payments and dates stand still. A fund manager can tell you more.`,
    ],
  },
  'grant-terminated': {
    subject: (letter) =>
      letter.recipient.isOfParty ? 'Your grant has been ended' : `The grant to ${group(letter)} has been ended`,
    body: (letter) => [
      `The grant to ${group(letter)} from ${pot(letter)} has been ended, and nothing more is paid.`,
      reason(letter, 'This is why:'),
      note(letter, 'what to return', (known) =>
        hasSome(known, 'refundDuePence')
          ? by(known, 'dueAt', `${sum(known, 'refundDuePence')} is to be returned by`)
          : '',
      ),
    ],
  },
  'date-extended': {
    subject: () => 'You have more time',
    body: (letter) => [
      `You have more time ${note(letter, 'what for', whichDate)}.`,
      by(letter, 'to', 'It is now to be done by'),
    ],
  },

  'evidence-arrived': {
    subject: (letter) => `${group(letter)} has sent something for a condition`,
    body: (letter) => [
      `${group(letter)} has sent a file that should show that one of its conditions is met.`,
      'Please look at it. The grant is paid once every condition is met.',
    ],
  },
  'condition-met': {
    subject: () => 'A condition is met',
    body: () => ['Thank you: we have what one of the conditions of your grant asks for.'],
  },
  'condition-waived': {
    subject: () => 'A condition is no longer needed',
    body: (letter) => ['One of the conditions of your grant is no longer needed.', reason(letter, 'This is why:')],
  },
  'condition-failed': {
    subject: (letter) =>
      letter.recipient.isOfParty ? 'A condition was not met in time' : `${group(letter)} has not met a condition`,
    body: (letter) =>
      letter.recipient.isOfParty
        ? [
            'The day by which one of the conditions of your grant was to be met has passed, so we cannot pay yet.',
            'Please write to us: we may be able to give you more time.',
          ]
        : [
            `The day by which ${group(letter)} was to meet a condition has passed. A fund manager can give more time, or no longer ask for it.`,
          ],
  },
  'bank-details-given': {
    subject: () => 'Bank details were given',
    body: (letter) =>
      letter.recipient.isOfParty
        ? [
            'New bank details were given for your organisation, and what we pay goes there from now on.',
            'If nobody of your organisation did this, tell us at once.',
          ]
        : [
            `${group(letter)} has given bank details.`,
            letter.facts['paymentWaits'] === true ? 'A payment that the bank sent back waits to be paid again.' : '',
          ],
  },
  'bank-details-wanted': {
    subject: () => 'We need your bank details',
    body: (letter) => [
      `A payment of your grant from ${pot(letter)} is due, and we cannot make it.`,
      'Please give us the bank details of your organisation’s account.',
    ],
  },
  'host-bank-details-wanted': {
    subject: () => 'We need your bank details',
    body: (letter) => [
      `A payment of the grant of ${group(letter)} from ${pot(letter)} is due. Your organisation receives the money for it, and we cannot pay it yet.`,
      'Please give us the bank details of your organisation’s account.',
    ],
    path: '/receiving',
  },

  'report-wanted': {
    subject: () => 'Tell us how it went',
    body: (letter) => [
      `Your report about the grant from ${pot(letter)} is due.`,
      by(letter, 'dueAt', 'Please send it by'),
      'It is short: what you did, what changed, and what you spent. Most of it is filled in already.',
    ],
  },
  'report-due-soon': {
    subject: () => 'Your report is due soon',
    body: (letter) => [
      'We have not had your report yet.',
      by(letter, 'dueAt', 'Please send it by'),
      'If you need more time, write to us before then.',
    ],
  },
  'report-still-wanted': {
    subject: () => 'We still need your report',
    body: (letter) => [
      'We still need your report.',
      by(letter, 'dueAt', 'It was due by'),
      'Please send it, or write to us if you need help or more time.',
    ],
  },
  'report-overdue': {
    subject: (letter) =>
      letter.recipient.isOfParty ? 'Your report is late' : `The report of ${group(letter)} is late`,
    body: (letter) =>
      letter.recipient.isOfParty
        ? [
            'We have not had your report.',
            by(letter, 'dueAt', 'It was due by'),
            'Please send it, or write to us if you need help or more time.',
          ]
        : [`${group(letter)} has not sent its report.`, by(letter, 'dueAt', 'It was due by')],
  },
  'report-handed-in': {
    subject: (letter) => `A report from ${group(letter)}`,
    body: (letter) => [`${group(letter)} has sent its report.`, by(letter, 'readBy', 'Please read it by')],
  },
  'report-question': {
    subject: () => 'A question about your report',
    body: (letter) => [
      'Thank you for your report. We have a question about it.',
      reason(letter, 'We would like to know:'),
      by(letter, 'dueAt', 'Please correct the report and send it again by'),
    ],
  },
  'report-to-read': {
    subject: (letter) => `To be read: the report of ${group(letter)}`,
    body: (letter) => [
      `The report of ${group(letter)} should have been read by now. Please read it, or give it to a colleague.`,
    ],
  },

  'refund-account-changed': {
    subject: () => 'The account for money that comes back was changed',
    body: () => [
      'Somebody has changed the account into which groups pay back what they did not use.',
      'Look whether it is right. If nobody of you meant to change it, set it again and find out who did.',
    ],
    path: '/money',
  },
  'refund-asked': {
    subject: (letter) => `Please return ${sum(letter, 'refundDuePence')}`,
    body: (letter) => [
      `Thank you for your report. Of what we have paid, ${sum(letter, 'refundDuePence')} was not used.`,
      by(letter, 'dueAt', 'Please return it by'),
      note(letter, 'how to pay', ({ grant }) =>
        grant?.reference == null ? '' : `Put ${grant.reference} on the payment, so that we know it is yours.`,
      ),
      'How to pay is on the page below, when you have signed in. We never send an account number by email.',
    ],
  },
  'refund-received': {
    subject: (letter) => `${sum(letter, 'amountPence')} came back`,
    body: (letter) => [
      `${sum(letter, 'amountPence')} of the grant to ${group(letter)} came back to us.`,
      note(letter, 'what is left', (known) =>
        hasSome(known, 'stillDuePence')
          ? `${sum(known, 'stillDuePence')} is still to be returned.`
          : 'Nothing more is to be returned.',
      ),
    ],
  },
  'refund-still-due': {
    subject: (letter) =>
      letter.recipient.isOfParty
        ? `Please return ${sum(letter, 'amountPence')}`
        : `${sum(letter, 'amountPence')} still to come back from ${group(letter)}`,
    body: (letter) => [
      `${sum(letter, 'amountPence')} of the grant to ${group(letter)} is still to be returned.`,
      by(letter, 'dueAt', 'It was due by'),
      letter.recipient.isOfParty ? 'If this is difficult for you, please write to us.' : '',
    ],
  },
  'refund-written-off': {
    subject: (letter) => `${sum(letter, 'amountPence')} need not be returned`,
    body: (letter) => [
      `${sum(letter, 'amountPence')} of the grant to ${group(letter)} is no longer asked for.`,
      reason(letter, 'This is why:'),
    ],
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;
