/** A postal address in the United Kingdom, kept as the text of its four lines. */
import { refuse, type Refusal } from '../refusals/refusal';

/** Shape only (as the Office for National Statistics lists postcode formats); not whether it is in use. */
const postcode = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;

/** Whether something has the shape of a postcode, in capitals or not, with or without its space. */
export const isPostcode = (text: string): boolean => postcode.test(text.trim());

/**
 * An address as text: building and street, a second line of it (which may be empty), town and postcode, a line each. Undefined where
 * all are empty.
 */
export function addressOf(lines: readonly string[]): string | undefined {
  const [street = '', more = '', town = '', code = ''] = lines.map((line) => line.replaceAll(/\s+/g, ' ').trim());
  return `${street}${more}${town}${code}` === '' ? undefined : [street, more, town, code.toUpperCase()].join('\n');
}

/** The four lines of an address: street, more of it, town, postcode. In one of three lines, the second of the street was left out. */
export function addressLines(text: string): readonly [street: string, more: string, town: string, code: string] {
  const lines = text.split('\n').map((line) => line.trim());
  const [street = '', more = '', town = '', code = ''] =
    lines.length === 3 ? [lines[0] ?? '', '', lines[1] ?? '', lines[2] ?? ''] : lines;
  return [street, more, town, code];
}

/** The lines of an address that hold something, as they are shown. */
export const shownAddress = (text: string): readonly string[] => addressLines(text).filter((line) => line !== '');

/**
 * What keeps an address from being used: ADDRESS_NOT_IN_LINES, ADDRESS_STREET_MISSING, ADDRESS_TOWN_MISSING, ADDRESS_POSTCODE_MISSING,
 * ADDRESS_POSTCODE_MALFORMED.
 */
export function addressRefusals(text: string, field: string): readonly Refusal[] {
  const count = text.split('\n').length;
  if (count !== 3 && count !== 4) return [refuse('ADDRESS_NOT_IN_LINES', { field })];
  const [street, , town, code] = addressLines(text);
  return [
    street === '' ? refuse('ADDRESS_STREET_MISSING', { field }) : undefined,
    town === '' ? refuse('ADDRESS_TOWN_MISSING', { field }) : undefined,
    code === '' ? refuse('ADDRESS_POSTCODE_MISSING', { field }) : undefined,
    code === '' || isPostcode(code) ? undefined : refuse('ADDRESS_POSTCODE_MALFORMED', { field }),
  ].filter((refusal) => refusal !== undefined);
}
