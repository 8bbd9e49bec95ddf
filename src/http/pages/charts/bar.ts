import { element, place } from './svg';

/** A part of a bar: which of the style sheet's it is, and how much. */
export interface BarPart {
  readonly name: string;
  readonly value: number;
}

const length = 100;

/** What the colours of a bar say: for each part, the same words as in its table. */
export type BarKey = readonly { readonly name: string; readonly words: string }[];

/**
 * A bar, its parts beside each other, against the longest of its table. It stands beside the figures that it shows, so it says nothing itself.
 * What is more than the longest is cut off.
 */
export function bar(parts: readonly BarPart[], longest: number): string {
  let from = 0;
  const drawn = parts.flatMap(({ name, value }) => {
    const width = longest <= 0 ? 0 : Math.max(0, Math.min((value / longest) * length, length - from));
    const part = element('rect', {
      class: `gp-row-bar__${name}`,
      x: place(from),
      y: 0,
      width: place(width),
      height: 10,
    });
    from += width;
    return width === 0 ? [] : [part];
  });
  return element(
    'svg',
    {
      class: 'gp-row-bar',
      viewBox: `0 0 ${String(length)} 10`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    ...drawn,
  );
}
