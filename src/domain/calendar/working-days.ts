/** Working days: Monday to Friday, without the bank holidays of a division. */
import { addToDate, type CalendarDate, type WorkingDays } from './calendar';
import { bankHolidays, type Division } from './bank-holidays';

function isWeekend(date: CalendarDate): boolean {
  const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Whether banks and offices of a division work on a day; after the published table only weekends are known. */
export function isWorkingDay(date: CalendarDate, division: Division): boolean {
  return !isWeekend(date) && !bankHolidays[division].has(date);
}

/**
 * The day so many working days after a date, or before it for a negative number. The date itself is not counted, as
 * "within 5 working days" is read; 0 gives the date, or the next working day when it is none.
 * Throws RangeError when the number is not whole.
 */
export function addWorkingDays(date: CalendarDate, days: WorkingDays, division: Division): CalendarDate {
  if (!Number.isSafeInteger(days)) throw new RangeError('Working days are counted in whole days.');
  const step = days < 0 ? '-P1D' : 'P1D';
  let day = date;
  if (days === 0) {
    while (!isWorkingDay(day, division)) day = addToDate(day, step);
    return day;
  }
  for (let counted = 0; counted < Math.abs(days);) {
    day = addToDate(day, step);
    if (isWorkingDay(day, division)) counted += 1;
  }
  return day;
}
