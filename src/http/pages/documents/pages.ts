import { findGrant } from '../../../../db/queries/grants/grant';
import { documentsTold, readGrantDocuments } from '../../../../db/queries/grants/grant-documents';
import { isId } from '../../../contracts/ids';
import { isOpenForFiles, mayAddFile, type FileSaid } from '../../../domain/files/files';
import { readingRoles, staffRoles } from '../../../domain/lives/roles';
import { readings, rolesToldOfPeople } from '../../../domain/people/reading';
import { refuse } from '../../../domain/refusals/refusal';
import { answerGrant } from '../../api/reads/grant-answer';
import type { PaperLetter } from '../../../contracts/letters';
import { agreementPdf } from '../../documents/agreement';
import { letterPdf } from '../../documents/paper-letter';
import { filesOf } from '../files/view';
import { fileForms } from '../files/forms';
import type { Option } from '../form/field';
import { definePage, type Page, type PageContext } from '../frame/page';
import { checkWords } from '../frame/policy-words';
import { captionOf } from '../grants/grant/show';
import { backToGrant } from '../group/back';
import { documentsView, type Documented } from './view';
import { documentWords as words } from './words';

const group = ['applicant', 'budget_holder'] as const;

/** The grant of the address with its documents, for its group or for those who may read it all: each have a page of their own. */
const loading =
  (isGroup: boolean) =>
  async ({ parts, asker, params }: PageContext): Promise<Documented | undefined> => {
    const id = params['id'] ?? '';
    if (!isId(id)) return undefined;
    const { db } = parts.reading;
    const [found, files, documents] = await Promise.all([
      findGrant(db, asker, id),
      filesOf({ grantId: id }, { parts, asker }),
      readGrantDocuments(db, asker, id, Object.keys(words.letterNames)),
    ]);
    if (found === undefined || (found.closeness === 'group') !== isGroup) return undefined;
    return {
      grant: answerGrant(found, asker.roles),
      policy: found.policy,
      files,
      documents: documentsTold(documents, found.closeness),
      readsLetters: readings[found.closeness].correspondence,
    };
  };

/** What a paper that is added can be: one of the checks' papers, or evidence for an open condition. */
function couldBe({ grant, policy }: Documented, { asker }: Pick<PageContext, 'asker'>): readonly Option[] {
  const place = {
    potId: grant.pot.id,
    partyId: grant.party.id,
    providerId: null,
    stage: grant.stage,
    helpedBy: grant.helpedBy?.id ?? null,
    // A page of documents adds nothing to a draft that is only shared.
    sharedAt: null,
  };
  const standing = {
    stage: grant.stage,
    hasOpenQuestion: false,
    reportState: null,
    conditionState: 'open',
    purchaseState: null,
  };
  const isOpen = (purpose: 'check' | 'condition') =>
    mayAddFile(asker.roles, place, purpose) && isOpenForFiles(purpose, standing);
  return [
    ...(isOpen('check') ? policy.checks.map(({ kind }) => ({ value: `check:${kind}`, words: checkWords[kind] })) : []),
    ...(isOpen('condition')
      ? grant.conditions
          .filter(({ state }) => state === 'open')
          .map(({ id, number, wording }) => ({
            value: `condition:${id}`,
            words: words.about.condition(number, wording ?? ''),
          }))
      : []),
  ];
}

/** What was chosen, as it is said of the file. */
function saidOf(chosen: unknown): FileSaid {
  const [purpose, about] = typeof chosen === 'string' ? chosen.split(':') : [];
  return { purpose: purpose === 'condition' ? 'condition' : 'check', about };
}

/** Papers are added here; they are taken away where they belong. */
const { addFile } = fileForms<Documented>({
  of: ({ grant }) => ({ grantId: grant.id }),
  said: (_data, { body }) => saidOf(body['about']),
  fields: (data, context) => ({
    what: {
      kind: 'choice',
      at: '/about',
      label: words.add.what,
      missing: words.add.missing,
      options: couldBe(data, context),
    },
  }),
  refusal: (data, context) => (couldBe(data, context).length === 0 ? refuse('FILE_NOT_WANTED_NOW') : undefined),
  done: ({ grant }) => `/grants/${grant.id}/documents`,
});

const groupPage = definePage<Documented>({
  address: '/grants/:id/documents',
  for: group,
  words,
  load: loading(true),
  show: (data) => ({
    template: 'documents/documents.njk',
    title: words.title,
    caption: words.caption(data.grant.reference ?? data.grant.party.name, data.grant.pot.name),
    back: backToGrant(data.grant),
    ...documentsView(data, {
      application: `/grants/${data.grant.id}/application`,
      report: `/grants/${data.grant.id}/report`,
      hasLetters: true,
    }),
  }),
  forms: { addFile },
});

const staffPage = definePage<Documented>({
  address: '/grants/:id/documents',
  for: readingRoles,
  words,
  load: loading(false),
  show: (data, { asker }) => ({
    template: 'documents/documents.njk',
    title: words.title,
    caption: captionOf(data),
    back: { to: `/grants/${data.grant.id}`, words: words.back.staff(data.grant.reference ?? data.grant.party.name) },
    ...documentsView(data, {
      application: `/grants/${data.grant.id}#application`,
      report: asker.roles.some(({ name }) => staffRoles.includes(name))
        ? `/grants/${data.grant.id}/read-report`
        : `/grants/${data.grant.id}#report`,
      hasLetters: asker.roles.some(({ name }) => staffRoles.includes(name)),
    }),
  }),
  forms: { addFile },
});

/** The agreement to keep, for those who may read the grant; the group's own is among its pages. */
const staffAgreement = definePage<NonNullable<Awaited<ReturnType<typeof agreementPdf>>>>({
  address: '/grants/:id/agreement.pdf',
  for: rolesToldOfPeople,
  words,
  load: ({ parts, asker, params }) => {
    const id = params['id'] ?? '';
    return isId(id) ? agreementPdf(parts.reading.db, asker, id) : Promise.resolve(undefined);
  },
  show: ({ fileName, mediaType, content }) => ({ file: { name: fileName, type: mediaType, content } }),
});

/** A letter to print, for staff and for the group that it is to. */
const letterPage = (name: PaperLetter): Page =>
  definePage<NonNullable<Awaited<ReturnType<typeof letterPdf>>>>({
    address: `/grants/:id/${name}.pdf`,
    for: [...staffRoles, ...group],
    words,
    load: ({ parts, asker, params }) => {
      const id = params['id'] ?? '';
      return isId(id) ? letterPdf(parts.reading.db, asker, id, name) : Promise.resolve(undefined);
    },
    show: ({ fileName, mediaType, content }) => ({ file: { name: fileName, type: mediaType, content } }),
  });

/** All that there is on paper about one grant. */
export const documentPages: readonly Page[] = [
  groupPage,
  staffPage,
  staffAgreement,
  letterPage('offer-letter'),
  letterPage('refusal-letter'),
];
