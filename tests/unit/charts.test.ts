import fc from 'fast-check';

import { bar } from '../../src/http/pages/charts/bar';
import { heightsFor, lineChart } from '../../src/http/pages/charts/line-chart';

const told = {
  id: 'cash',
  title: 'Cash <to> come',
  description: 'From £66 to £10,066 & more',
  until: '2027-02-28',
  valueInWords: (value: number) => `£${String(value)}`,
  dayInWords: (day: string) => day,
};

test('a line chart says what it shows, steps from day to day, and has no style and no script', () => {
  const points = [
    { on: '2026-11-01', value: 100 },
    { on: '2027-01-01', value: 400 },
  ];
  const svg = lineChart({ ...told, lines: [{ name: 'have', points }] });
  expect(svg).toContain('aria-labelledby="cash-title cash-description"');
  expect(svg).toContain('<title id="cash-title">Cash &lt;to&gt; come</title>');
  expect(svg).toContain('From £66 to £10,066 &amp; more</desc>');
  expect(svg).toContain('class="gp-chart__line gp-chart__line--have" d="M58 140.5H208.7V10H352');
  expect(svg).not.toMatch(/style=|<script|\son\w+=/);
});

const day = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));

test('whatever is drawn stays inside the picture', () => {
  const value = fc.integer({ min: 0, max: 10 ** 12 });
  fc.assert(
    fc.property(fc.array(fc.record({ on: day, value }), { minLength: 1, maxLength: 20 }), day, (points, until) => {
      const last = [until, ...points.map(({ on }) => on)].toSorted().at(-1) ?? until;
      const svg = lineChart({ ...told, until: last, lines: [{ name: 'have', points }] });
      const [, path = ''] = / d="([^"]+)"/.exec(svg) ?? [];
      expect(svg).not.toMatch(/NaN|Infinity/);
      for (const [, x] of path.matchAll(/[MH]([\d.-]+)/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(58);
        expect(Number(x)).toBeLessThanOrEqual(352);
      }
      for (const [, y] of path.matchAll(/(?: |V)([\d.-]+)/g)) {
        expect(Number(y)).toBeGreaterThanOrEqual(10);
        expect(Number(y)).toBeLessThanOrEqual(184);
      }
    }),
  );
});

test('heights are a few round numbers from zero to above the largest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (largest) => {
      const heights = heightsFor(largest);
      expect(heights[0]).toBe(0);
      expect(heights.at(-1)).toBeGreaterThanOrEqual(largest);
      expect(heights.length).toBeGreaterThanOrEqual(2);
      expect(heights.length).toBeLessThanOrEqual(5);
    }),
  );
  expect(heightsFor(2_000_000)).toEqual([0, 500_000, 1_000_000, 1_500_000, 2_000_000]);
});

test('the parts of a bar follow each other and never go beyond its end', () => {
  const svg = bar(
    [
      { name: 'paid', value: 50 },
      { name: 'promised', value: 25 },
      { name: 'left', value: 75 },
    ],
    100,
  );
  expect([...svg.matchAll(/__(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"/g)].map(([, ...found]) => found)).toEqual([
    ['paid', '0', '50'],
    ['promised', '50', '25'],
    ['left', '75', '25'],
  ]);
  expect(bar([{ name: 'paid', value: 5 }], 0)).not.toContain('<rect');
});
