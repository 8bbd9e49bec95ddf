import type { FileListed } from '../../../../db/queries/files';
import { isOpenForFiles, type PeopleInPhoto } from '../../../domain/files/files';
import { refuse } from '../../../domain/refusals/refusal';
import { fileForms, peopleField } from '../files/forms';
import { filesOf, filesView } from '../files/view';
import { fileWords } from '../files/words';
import { definePage, saying, type Page } from '../frame/page';
import { loadGrant, type GroupGrant } from './grant-data';
import { groupWords } from './words';

const words = groupWords.report;

interface WithFiles extends GroupGrant {
  readonly files: readonly FileListed[];
}

type Kind = 'photo' | 'receipt';

/** Whether files of a kind are taken now: receipts stay with the group unless we have asked about the report. */
function isAsked(kind: Kind, { stage, report }: Pick<GroupGrant, 'stage' | 'report'>): boolean {
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

/** The parts of a report that are files of one kind and are taken now, in their order, by the names of their addresses. */
export const filePlaces = (grant: Pick<GroupGrant, 'stage' | 'report'>) =>
  (['photo', 'receipt'] as const).filter((kind) => isAsked(kind, grant)).map((kind) => ({ kind, slug: places[kind] }));

/** Where somebody goes on who is done with files of a kind: to those of the next, or to check the report. */
function after(kind: Kind, grant: GroupGrant, button: string): string {
  const all = filePlaces(grant);
  const next = button === 'check' ? undefined : all[all.findIndex((one) => one.kind === kind) + 1];
  return `/grants/${grant.id}/report/${next?.slug ?? 'check'}`;
}

/** The part of a report that is files of one kind. */
function filesPage(kind: Kind): Page {
  const place = places[kind];
  const { addFile, removeFile } = fileForms<WithFiles>({
    of: ({ id }) => ({ grantId: id }),
    said: (_data, { body }) =>
      kind === 'photo'
        ? { purpose: 'photo', people: body['people'] as PeopleInPhoto | undefined }
        : { purpose: 'receipt' },
    ...(kind === 'photo' ? { fields: peopleField, label: fileWords.choosePhoto, hint: fileWords.photoHint } : {}),
    refusal: (data) => (isAsked(kind, data) ? undefined : refuse('FILE_NOT_WANTED_NOW')),
    done: ({ id }) => `/grants/${id}/report/${place}`,
  });
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
    forms: {
      removeFile,
      addFile: {
        ...addFile,
        // Whoever goes on with a file chosen has it kept; whoever has none goes on without.
        act: async (sent, data, context) => {
          if (sent.button === 'upload') return addFile.act(sent, data, context);
          const goTo = after(kind, data, sent.button);
          if (sent.file === undefined) return { goTo };
          const acted = await addFile.act(sent, data, context);
          return 'goTo' in acted ? { goTo: saying(goTo, 'fileAdded') } : acted;
        },
      },
    },
  });
}

/** The pages on which a report's photos, and receipts that were asked for, are added. */
export const reportFilePages: readonly Page[] = [filesPage('photo'), filesPage('receipt')];
