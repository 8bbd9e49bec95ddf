import type { Database } from '../../../../db/client';
import type { Asker } from '../../../../db/queries/asker';
import { meetingReaders } from '../../../../db/queries/meetings/meetings';
import { isId } from '../../../contracts/ids';
import { minutePdf, packPdf } from '../../documents/meeting';
import type { Download } from '../../download';
import { definePage, type Page } from '../frame/page';
import { meetingWords as words } from './words';

/** A paper of a meeting as a file, for whoever may read the meeting. */
const paper = (name: string, make: (db: Database, asker: Asker, id: string) => Promise<Download | undefined>): Page =>
  definePage<Download>({
    address: `/meetings/:id/${name}.pdf`,
    for: meetingReaders,
    words,
    load: ({ parts, asker, params }) => {
      const id = params['id'] ?? '';
      return isId(id) ? make(parts.reading.db, asker, id) : Promise.resolve(undefined);
    },
    show: ({ fileName, mediaType, content }) => ({ file: { name: fileName, type: mediaType, content } }),
  });

/** The pack and the minute of a meeting to keep or to print. */
export const paperPages: readonly Page[] = [paper('pack', packPdf), paper('minute', minutePdf)];
