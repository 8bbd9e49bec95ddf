import type { FileListed } from '../../../../db/queries/files';
import { isOpenForFiles, type PeopleInPhoto } from '../../../domain/files/files';
import { refuse } from '../../../domain/refusals/refusal';
import { fileForms, peopleField } from '../files/forms';
import { filesOf, filesView } from '../files/view';
import { fileWords } from '../files/words';
import { definePage, type Page } from '../frame/page';
import { loadGrant, type GroupGrant } from './grant-data';
import { groupWords } from './words';

const words = groupWords.report;

interface WithFiles extends GroupGrant {
  readonly files: readonly FileListed[];
}

type Kind = 'photo' | 'receipt';

/** Whether files of a kind are taken now: receipts stay with the group unless we have asked about the report. */
export function isAsked(kind: Kind, { stage, report }: Pick<GroupGrant, 'stage' | 'report'>): boolean {
  if (kind === 'receipt' && report?.state !== 'queried') return false;
  return isOpenForFiles(kind, {
    stage,
    reportState: report?.state ?? null,
    hasOpenQuestion: false,
    conditionState: null,
    purchaseState: null,
  });
}

const places = { photo: 'photos', receipt: 'receipts' } as const;

/** The part of a report that is files of one kind. */
function filesPage(kind: Kind): Page {
  const place = places[kind];
  return definePage<WithFiles>({
    address: `/grants/:id/report/${place}`,
    for: ['applicant', 'budget_holder'],
    words: groupWords,
    load: async (context) => {
      const of = { grantId: context.params['id'] ?? '' };
      const [grant, files] = await Promise.all([loadGrant(context), filesOf(of, context)]);
      if (grant?.report == null) return undefined;
      const ofKind = files.filter(({ purpose }) => purpose === kind);
      return ofKind.length > 0 || isAsked(kind, grant) ? { ...grant, files: ofKind } : undefined;
    },
    show: (data, { asker }) => ({
      template: 'group/report-files.njk',
      title: words.fileSections[kind],
      caption: words.title,
      back: { to: `/grants/${data.id}/report`, words: groupWords.back.report },
      id: data.id,
      lead: words.fileLeads[kind],
      upload: kind === 'photo' ? fileWords.uploadPhoto : fileWords.upload,
      isOpen: isAsked(kind, data),
      files: filesView(data.files, asker),
    }),
    forms: fileForms<WithFiles>({
      of: ({ id }) => ({ grantId: id }),
      said: (_data, { body }) =>
        kind === 'photo'
          ? { purpose: 'photo', people: body['people'] as PeopleInPhoto | undefined }
          : { purpose: 'receipt' },
      ...(kind === 'photo' ? { fields: peopleField, label: fileWords.choosePhoto, hint: fileWords.photoHint } : {}),
      refusal: (data) => (isAsked(kind, data) ? undefined : refuse('FILE_NOT_WANTED_NOW')),
      done: ({ id }) => `/grants/${id}/report/${place}`,
    }),
  });
}

/** The pages on which a report's photos, and receipts that were asked for, are added. */
export const reportFilePages: readonly Page[] = [filesPage('photo'), filesPage('receipt')];
