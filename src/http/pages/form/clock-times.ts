import { timeInWords } from '../../../domain/calendar/calendar';
import type { Option } from './field';

/** The half hours of a day from one clock time to another, both included, to choose from. */
export function clockTimes(from: string, until: string): readonly Option[] {
  const all = Array.from({ length: 48 }, (_, half) => {
    const hour = String(Math.floor(half / 2)).padStart(2, '0');
    return `${hour}:${half % 2 === 0 ? '00' : '30'}`;
  });
  return all.filter((time) => time >= from && time <= until).map((value) => ({ value, words: timeInWords(value) }));
}
