import { findOrganisation, type Look } from '../../../../db/queries/look';
import { confirmSubscription } from '../../../commands/announcements/subscribe';
import { findConfirmation, type ConfirmationByLink } from '../../../commands/confirmations/by-link';
import { findRegistration, personRegistered, type RegistrationByLink } from '../../../commands/parties/register';
import { readLinkToken, type LinkPurpose, type LinkSubject } from '../../../contracts/link-token';
import { findWrittenDown, type WrittenDown } from '../../../../db/queries/grants/written-down';
import { filesByQuestion, withFileNames } from '../../../domain/application/question-answer';
import { sectionsOf } from '../applications/sections';
import { refuse } from '../../../domain/refusals/refusal';
import { readAs } from '../../body';
import { answerConfirmationBody, type AnswerConfirmationBody } from '../../schemas/confirmations';
import { answerConfirmation } from '../../api/confirmations';
import { makeRegistered } from '../../api/registrations';
import { refusalProblem } from '../../problems';
import { definePage, type Page, type PageContext } from '../frame/page';
import { sum } from '../frame/sum';
import { letIn } from '../sign-in/session';
import { potAddress } from '../../pot-address';

import { publicWords as words } from './words';

const notValid = () => ({ problem: refusalProblem(refuse('LINK_NOT_VALID', { field: '/token' })) });

/** How the organisation shows itself that a link is of. */
const lookOf = ({ parts }: PageContext, { tenantId }: LinkSubject): Promise<Look | undefined> =>
  findOrganisation(parts.reading.db, { tenantId });

/** What the token of the address is about; undefined for one that nobody here has made. */
const linkOf = ({ parts, params }: PageContext, purpose: LinkPurpose): LinkSubject | undefined =>
  readLinkToken(parts.door.preparing.isFingerprintOf, purpose, params['token'] ?? '');

interface ToRegister {
  readonly registration: RegistrationByLink | undefined;
  readonly link: LinkSubject;
  readonly look: Look | undefined;
}

/** A new group's link: a button makes the group, since programs that check mail open links too. */
const registerPage = definePage<ToRegister>({
  address: '/register/:token',
  for: 'anyone',
  words,
  load: async (context) => {
    const link = linkOf(context, 'registration');
    if (link === undefined) return undefined;
    const [registration, look] = await Promise.all([
      findRegistration(context.parts.door.db, link),
      lookOf(context, link),
    ]);
    return { link, registration, look };
  },
  show: ({ registration, look }) =>
    registration === undefined || registration.isConfirmed
      ? { template: 'public/link-over.njk', look, title: words.register.over }
      : {
          template: 'public/register.njk',
          look,
          title: words.register.title(registration.group),
          text: words.register.text(registration.person, registration.group, registration.organisation),
        },
  forms: {
    confirm: {
      fields: {},
      act: async (_sent, { link, registration }, context) => {
        const { db } = context.parts.door;
        const partyId = await makeRegistered(context.parts.door, link);
        const person = partyId === undefined ? undefined : await personRegistered(db, link.tenantId, partyId);
        if (person === undefined || registration === undefined) return notValid();
        const { loginId, personId } = person;
        const nobody = await letIn(context, { loginId, as: { tenantId: link.tenantId, personId } });
        if (nobody !== undefined) return { problem: refusalProblem(nobody) };
        const { slug, potId } = registration;
        return { goTo: potId === null ? '/home' : `${potAddress(slug, potId)}/start` };
      },
    },
  },
});

interface ToHear {
  readonly link: LinkSubject;
  readonly look: Look | undefined;
}

async function loadAnnouncements(context: PageContext): Promise<ToHear | undefined> {
  const link = linkOf(context, 'announcements');
  return link && { link, look: await lookOf(context, link) };
}

const announcementsPage = definePage<ToHear>({
  address: '/announcements/:token',
  for: 'anyone',
  words,
  load: loadAnnouncements,
  show: ({ look }, { query }) =>
    query['yes'] === undefined
      ? {
          template: 'public/one-question.njk',
          look,
          title: words.announcements.confirmTitle,
          text: words.announcements.confirmText,
          send: words.announcements.confirm,
        }
      : {
          template: 'public/said.njk',
          look,
          title: words.announcements.confirmed,
          text: words.announcements.confirmedText,
        },
  forms: {
    send: {
      fields: {},
      act: async (_sent, { link }, { parts, path }) =>
        (await confirmSubscription(parts.door.db, link)) ? { goTo: `${path}?yes=yes` } : notValid(),
    },
  },
});

/** The page that a mail's link leads to; its button posts to where mail programs do. */
const leavePage = definePage<ToHear>({
  address: '/announcements/:token/leave',
  for: 'anyone',
  words,
  load: loadAnnouncements,
  show: ({ look }, { query }) =>
    query['left'] === undefined
      ? { template: 'public/leave.njk', look, title: words.announcements.leaveTitle }
      : { template: 'public/said.njk', look, title: words.announcements.left, text: words.announcements.leftText },
});

interface ToConfirm {
  readonly token: string;
  readonly confirmation: ConfirmationByLink;
  readonly look: Look | undefined;
  /** What an officer wrote down, where that is what is to be confirmed. */
  readonly written: WrittenDown | undefined;
}

/** What an officer wrote down, question by question. */
const answersIn = ({ content, policy, files }: WrittenDown) => {
  const all = { ...content, answers: withFileNames(content.answers ?? {}, policy, filesByQuestion(files)) };
  return sectionsOf(policy)
    .map((section) => ({ title: section.title, lines: section.answer(all) }))
    .filter(({ lines }) => lines.length > 0);
};

const confirmationPage = definePage<ToConfirm>({
  address: '/confirmations/:token',
  for: 'anyone',
  words,
  load: async (context) => {
    const link = linkOf(context, 'confirmation');
    if (link === undefined) return undefined;
    const [confirmation, look, written] = await Promise.all([
      findConfirmation(context.parts.door.db, link),
      lookOf(context, link),
      findWrittenDown(context.parts.reading.db, link),
    ]);
    return confirmation && { token: context.params['token'] ?? '', confirmation, look, written };
  },
  show: ({ confirmation, look, written }) => {
    const { kind, state, group, pot, reference, askedPence } = confirmation;
    if (state !== 'asked')
      return {
        template: 'public/said.njk',
        look,
        title: words.confirmation.thanks,
        text:
          state === 'denied'
            ? words.confirmation.saidNo
            : kind === 'application'
              ? words.confirmation.actsNow(group)
              : kind === 'host'
                ? words.confirmation.receivesNow(group)
                : words.confirmation.saidYes,
        signIn: state === 'confirmed' ? words.confirmation.signIn[kind] : undefined,
      };
    return {
      template: 'public/confirmation.njk',
      look,
      title: words.confirmation.titles[kind](group),
      text: words.confirmation.texts[kind](group, pot),
      actsThen: kind === 'application' ? words.confirmation.actsThen(group) : undefined,
      reference,
      asked: askedPence === null ? undefined : sum(askedPence),
      answers: written === undefined ? [] : answersIn(written),
    };
  },
  forms: {
    answer: {
      // Who confirms what was written down for the group acts for it afterwards, and those on its committee accept an offer.
      fields: ({ confirmation }) =>
        confirmation.kind === 'application'
          ? {
              position: {
                kind: 'text',
                at: '/committeePosition',
                label: words.begin.position,
                hint: words.confirmation.positionHint,
              },
            }
          : {},
      act: async ({ button, body }, { token }, { parts, path }) => {
        const read = readAs<AnswerConfirmationBody>(answerConfirmationBody, {
          ...body,
          token,
          answer: button === 'no' ? 'that is not right' : 'yes',
        });
        if ('errors' in read) return { problems: read.errors };
        const answer = await answerConfirmation(parts.door, read.data);
        return 'code' in answer ? { problem: refusalProblem(answer) } : { goTo: path };
      },
    },
  },
});

/** What somebody without an account does by a link that was mailed to them. */
export const linkPages: readonly Page[] = [registerPage, announcementsPage, leavePage, confirmationPage];
