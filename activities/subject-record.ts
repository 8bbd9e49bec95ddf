import { Context } from '@temporalio/activity';
import type { Applying } from '../src/commands/apply/bring-up-to';
import { applyCommand, applyDue } from '../src/commands/apply/bring-up-to';
import type { SubjectRecord } from '../workflows/subject/ports';

/** The record as runs ask it: commands and due instants, applied in Postgres. */
export function createSubjectRecord(applying: Applying): SubjectRecord {
  return {
    applyCommand: (subject, { commandId }) =>
      applyCommand(applying, { tenantId: subject.tenantId, subject: subject.subject, id: subject.id }, commandId).catch(
        passingError,
      ),
    applyDue: (subject) =>
      applyDue(applying, { tenantId: subject.tenantId, subject: subject.subject, id: subject.id }).catch(passingError),
  };
}

/** What Postgres says may quote a row. Only its code may enter a history; the whole goes to the log. */
function passingError(error: unknown): never {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';
  Context.current().log.warn('the record could not be reached or changed; tried again', { code });
  throw new Error(`the record could not be reached or changed (${code})`);
}
