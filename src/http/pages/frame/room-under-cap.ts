import type { CappingAward } from '../../../../db/queries/grants/capping-awards';
import { dateInWords, londonDate, type Instant } from '../../../domain/calendar/calendar';
import { capStanding } from '../../../domain/decision/group-cap';
import { formatPounds, lesserPence, pence, ZERO, type Pence } from '../../../domain/money/money';
import { periodInWords } from '../../../domain/policy/period-in-words';
import type { Policy } from '../../../domain/policy/policy';
import { frameWords } from './words';

/** What a group can ask a pot for now. */
export interface RoomUnderCap {
  /** The pot's ceiling, or what is left under the group's cap where that is less. */
  readonly atMostPence: Pence;
  /** Why it is less than the pot's ceiling, in a sentence or two; undefined where it is not. */
  readonly told: string | undefined;
}

/** What a group can ask a pot for now, by all that it was awarded before. */
export function roomUnderCap(
  group: { readonly name: string; readonly awards: readonly CappingAward[] },
  { ceilingPence, groupCapPence, groupCapPeriod }: Policy,
  now: Instant,
): RoomUnderCap {
  const { hadPence, leftPence, moreFrom } = capStanding({
    awards: group.awards.map(({ decidedOn, amountPence, cameBackPence }) => ({
      decidedOn,
      amountPence: pence(amountPence),
      cameBackPence: pence(cameBackPence),
    })),
    decidedOn: londonDate(now),
    capPence: groupCapPence,
    period: groupCapPeriod,
  });
  const atMostPence = lesserPence(ceilingPence, leftPence);
  if (atMostPence === ceilingPence || moreFrom === undefined) return { atMostPence, told: undefined };
  return {
    atMostPence,
    told: frameWords.cap(group.name, {
      had: formatPounds(hadPence),
      cap: formatPounds(groupCapPence),
      left: atMostPence === ZERO ? undefined : formatPounds(atMostPence),
      period: periodInWords(groupCapPeriod),
      from: dateInWords(moreFrom),
    }),
  };
}
