import { findFile, listFiles } from '../../../../db/queries/files';
import { fileExample, filesAnswer } from '../../schemas/files';
import { fileBytes, pdfExample } from '../../schemas/reads/documents';
import { Download } from '../../download';
import { fileKinds } from '../../../domain/files/file-name';
import { readRoute } from '../read-route';

const example = { items: [fileExample] };

/** Reads about files that people sent. */
export const fileReads = [
  readRoute({
    operationId: 'listGrantFiles',
    path: '/grants/{id}/files',
    summary: 'The files of an application and its grant that you may see, the first sent first',
    roles: 'any',
    response: filesAnswer,
    refusals: ['APPLICATION_WITHHELD'],
    example,
    handle: async ({ db, params, ...asker }) => {
      const items = await listFiles(db, asker, { grantId: params['id'] ?? '' });
      return items === undefined ? undefined : { items };
    },
  }),
  readRoute({
    operationId: 'listPurchaseFiles',
    path: '/purchases/{id}/files',
    summary: 'The invoices of a purchase that you may see, the first sent first',
    roles: 'any',
    response: filesAnswer,
    refusals: ['APPLICATION_WITHHELD'],
    example,
    handle: async ({ db, params, ...asker }) => {
      const items = await listFiles(db, asker, { purchaseId: params['id'] ?? '' });
      return items === undefined ? undefined : { items };
    },
  }),
  readRoute({
    operationId: 'getFile',
    path: '/files/{id}',
    summary: 'What is in a file, to be saved',
    roles: 'any',
    response: fileBytes,
    refusals: ['APPLICATION_WITHHELD'],
    example: pdfExample,
    contentType: Object.values(fileKinds),
    handle: async ({ db, params, ...asker }) => {
      const found = await findFile(db, asker, params['id'] ?? '');
      return found === undefined ? undefined : new Download(found.file.name, found.file.mediaType, found.content);
    },
  }),
] as const;
