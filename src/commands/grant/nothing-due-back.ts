import { arm } from '../../domain/calendar/deadlines';
import { closingDeadline } from '../../domain/award/grant-deadlines';
import type { Change } from '../apply/change';
import { countedFrom, type GrantContext } from './grant-context';

/** What follows once nothing is due back any more: a closing grant closes by itself, and one that was terminated is over. */
export function nothingDueBack(c: GrantContext): Pick<Change, 'deadlines' | 'final'> {
  return c.row.stage === 'terminated'
    ? { final: true }
    : { deadlines: arm([], closingDeadline(countedFrom(c, 'close'))) };
}
