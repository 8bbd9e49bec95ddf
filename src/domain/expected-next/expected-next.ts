/**
 * What is expected next of a grant, of whom and by when, in the words of the page: for its group, or for those who run the pot.
 * One table, by the stage; while a grant is active, the first of its rows that applies.
 */
import { type Reader, type Status, statusTold } from '../words/status';
import type { Expected } from './expected';
import { onDay, type Row } from './row';
import { atStage } from './stages';
import type { GrantStanding } from './standing';

/** What comes next for a grant, in the words of whoever reads. */
export function expectedNext(grant: GrantStanding, reader: Reader): Expected {
  const { what, of, by = null, why } = rowFor(grant);
  return { what, of, by, why: why[reader].trim() };
}

/** Where a grant is, in a few words for whoever reads: of the same row as what comes next. */
export const statusOf = (grant: GrantStanding, reader: Reader): Status => statusTold(rowFor(grant).status, reader);

function rowFor(grant: GrantStanding): Row {
  if (grant.heldSince !== null) {
    const who = grant.ownerName ?? 'Somebody';
    return {
      status: 'on_hold',
      what: 'Look at why it is on hold',
      of: 'manager',
      why: {
        group: `This grant is on hold. ${who} will be in touch.`,
        staff: `On hold since ${onDay(grant.heldSince)}. Payments and dates stand still.`,
      },
    };
  }
  return atStage[grant.stage](grant);
}
