import { z } from 'zod';
import { findReportDraft } from '../../../db/queries/grants/report-draft';
import { reportWriters, saveReportDraft } from '../../commands/grant/report-draft';
import { reportDraftBody } from '../schemas/grants';
import { plainOperation, type PlainOperation } from './plain-operation';
import { readRoute } from './read-route';

const example = {
  outputs: { '0': { achieved: 2 } },
  whatChanged: 'Eleven women knew whom to ask on their first day out.',
};

/** A draft of a report as it is answered with. */
const reportDraft = z.strictObject({ draft: reportDraftBody }).meta({ id: 'ReportDraft', example: { draft: example } });

/** What a report holds while it is written. */
export const reportDraftReads = [
  readRoute({
    operationId: 'getReportDraft',
    path: '/grants/{id}/report-draft',
    summary: 'A report that is being written, to go on with it; empty where nobody has begun',
    roles: reportWriters,
    response: reportDraft,
    example: { draft: example },
    handle: async ({ db, params, ...asker }) => {
      const draft = await findReportDraft(db, asker, params['id'] ?? '');
      return draft === undefined ? undefined : { draft };
    },
  }),
] as const;

/** Saving a report that is being written: no command, since it has no life before it is handed in. */
export const reportDraftOperations: readonly PlainOperation[] = [
  plainOperation({
    operationId: 'saveReportDraft',
    method: 'put',
    path: '/grants/{id}/report-draft',
    tag: 'grants',
    summary: 'Save some answers of a report that is being written; what is left out stays as it is',
    roles: reportWriters,
    body: reportDraftBody,
    example,
    response: reportDraft,
    refusals: ['NOT_YOURS_TO_DO', 'TRANSITION_NOT_ALLOWED', 'REPORT_HANDED_IN'],
    handle: async ({ door, bearer, id, body }) => {
      const saved = await saveReportDraft(door.db, bearer, id, body);
      return saved === 'changed meanwhile' ? undefined : saved;
    },
  }),
];
