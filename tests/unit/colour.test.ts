import * as fc from 'fast-check';

import { contrastWithWhite, darkened, isColour, isDarkEnough } from '../../src/domain/organisation/colour';

test.each([
  ['#000000', 21],
  ['#ffffff', 1],
  ['#767676', 4.54], // the lightest grey that passes
  ['#777777', 4.48],
  ['#1b4f72', 8.72],
  ['#ff0000', 4.0],
])('white words on %s stand out %d to 1', (colour, contrast) => {
  expect(contrastWithWhite(colour)).toBeCloseTo(contrast, 2);
  expect(isDarkEnough(colour)).toBe(contrast >= 4.5);
});

test('the nearest colour that is dark enough is of the same tint, and just dark enough', () => {
  expect(darkened('#777777')).toBe('#767676');
  expect(darkened('#1b4f72')).toBe('#1b4f72');
  expect(darkened('#ff0000')).toBe('#ee0000');
});

test('whatever the colour, what is offered in its place is one, and can be read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const colour = `#${number.toString(16).padStart(6, '0')}`;
      const dark = darkened(colour);
      expect([isColour(dark), isDarkEnough(dark)]).toEqual([true, true]);
      expect(dark === colour).toBe(isDarkEnough(colour));
    }),
  );
});

test.each(['1b4f72', '#1b4', '#1B4F72', '#1b4f7g', '#1b4f72}', 'blue', ''])('%j is no colour', (text) => {
  expect(isColour(text)).toBe(false);
});
