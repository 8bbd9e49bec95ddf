import { element, picture, place, text, type Described } from './svg';

/** A point of a line: a day as `YYYY-MM-DD`, and how much from then on. */
export interface LinePoint {
  readonly on: string;
  readonly value: number;
}

/** A line that goes on at one height until its next point, as money does that comes on a day. `name` says which of the style sheet's lines it is. */
export interface StepLine {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

/** What is drawn. */
export interface LineChart extends Described {
  readonly lines: readonly StepLine[];
  /** The last day shown; the first is the earliest of all points. */
  readonly until: string;
  readonly valueInWords: (value: number) => string;
  readonly dayInWords: (day: string) => string;
}

// Small units, so that what is written stays legible when the picture is as narrow as a phone.
const width = 360;
const height = 210;
const plot = { left: 58, right: width - 8, top: 10, bottom: height - 26 };
const day = 86_400_000;

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / day;

/** A round number of at least so much: 1, 2, 2.5 or 5 with noughts. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= value) ?? 10;
  return factor * power;
}

/** The heights that are written at the left: round numbers from zero to above the largest value. Always at least two. */
export function heightsFor(largest: number): readonly number[] {
  const step = roundUp(Math.max(largest, 1) / 4);
  const count = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: count + 1 }, (_, n) => n * step);
}

/** Draws lines over days. Values are zero or more. */
export function lineChart({ lines, until, valueInWords, dayInWords, ...described }: LineChart): string {
  const all = lines.flatMap(({ points }) => points);
  const first = Math.min(...all.map(({ on }) => dayNumber(on)), dayNumber(until));
  const last = Math.max(dayNumber(until), first + 1);
  const heights = heightsFor(Math.max(0, ...all.map(({ value }) => value)));
  const top = heights.at(-1) ?? 1;
  const x = (date: string) =>
    place(plot.left + ((dayNumber(date) - first) / (last - first)) * (plot.right - plot.left));
  const y = (value: number) => place(plot.bottom - (value / top) * (plot.bottom - plot.top));

  const grid = heights.flatMap((value) => [
    element('line', { class: 'gp-chart__grid', x1: plot.left, x2: plot.right, y1: y(value), y2: y(value) }),
    text(
      'text',
      { class: 'gp-chart__words', x: plot.left - 5, y: y(value) + 4, 'text-anchor': 'end' },
      valueInWords(value),
    ),
  ]);
  const firstDay = new Date(first * day).toISOString().slice(0, 10);
  const days = [
    text('text', { class: 'gp-chart__words', x: plot.left, y: height - 8 }, dayInWords(firstDay)),
    text('text', { class: 'gp-chart__words', x: plot.right, y: height - 8, 'text-anchor': 'end' }, dayInWords(until)),
  ];
  const drawn = lines.map(({ name, points }) => {
    const sorted = points.toSorted((one, other) => dayNumber(one.on) - dayNumber(other.on));
    const steps = sorted.map(({ on, value }, place) =>
      place === 0 ? `M${String(x(on))} ${String(y(value))}` : `H${String(x(on))}V${String(y(value))}`,
    );
    return element('path', {
      class: `gp-chart__line gp-chart__line--${name}`,
      d: `${steps.join('')}H${String(plot.right)}`,
    });
  });
  return picture(described, { width, height, className: 'gp-chart' }, ...grid, ...days, ...drawn);
}

/** A short piece of a line, for the words that say which it is. It says nothing itself. */
export function lineSample(name: string): string {
  return element(
    'svg',
    { class: 'gp-chart__sample', viewBox: '0 0 32 10', 'aria-hidden': 'true', focusable: 'false' },
    element('path', { class: `gp-chart__line gp-chart__line--${name}`, d: 'M0 5H32' }),
  );
}
