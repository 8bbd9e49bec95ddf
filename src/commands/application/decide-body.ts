import type { CalendarDate } from '../../domain/calendar/calendar';
import type { Decision } from '../../domain/decision/decision';

/** A decision of the panel in a meeting, or of one person by delegated authority. */
export interface DecideBody extends Decision {
  /** The meeting that decided it; null for a decision by delegated authority. */
  readonly meetingId: string | null;
  /** The first day that the grant pays for, where the panel moves it: usually to the day of the decision. */
  readonly startsOn?: CalendarDate | undefined;
}
