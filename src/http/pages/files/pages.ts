import { findFile } from '../../../../db/queries/files';
import { isId } from '../../../contracts/ids';
import { definePage, type Page } from '../frame/page';

/** A file, to be saved, for whoever may see it. */
export const filePages: readonly Page[] = [
  definePage<NonNullable<Awaited<ReturnType<typeof findFile>>>>({
    address: '/files/:id',
    for: 'signed in',
    words: {},
    load: ({ parts, asker, params }) => {
      const id = params['id'] ?? '';
      return isId(id) ? findFile(parts.reading.db, asker, id) : Promise.resolve(undefined);
    },
    show: ({ file, content }) => ({ file: { name: file.name, type: file.mediaType, content } }),
  }),
];
