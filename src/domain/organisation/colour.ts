/** Colours as `#rrggbb`, and whether white words on them can be read (WCAG 2.2, success criterion 1.4.3). */

const HEX = /^#[0-9a-f]{6}$/;

/** The least contrast between text and what is behind it (WCAG 2.2, 1.4.3, level AA, for text of usual size). */
const LEAST_CONTRAST = 4.5;

/** Whether a text is a colour as we keep them: `#` and six hexadecimal digits in small letters. */
export const isColour = (text: string): boolean => HEX.test(text);

const channelsOf = (colour: string): readonly number[] =>
  [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));

/** Relative luminance, from 0 (black) to 1 (white), as WCAG 2.2 defines it for sRGB. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How white words stand out on a colour: from 1 (not at all) to 21 (on black). */
export const contrastWithWhite = (colour: string): number => 1.05 / (luminance(colour) + 0.05);

/** Whether white words on a colour can be read. */
export const isDarkEnough = (colour: string): boolean => contrastWithWhite(colour) >= LEAST_CONTRAST;

/** The nearest colour of the same tint on which white words can be read: each part is made darker by the same share, and no more than it takes. */
export function darkened(colour: string): string {
  const channels = channelsOf(colour);
  for (let share = 255; share > 0; share -= 1) {
    const darker = channels.map((channel) => Math.floor((channel * share) / 255));
    const found = `#${darker.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    if (isDarkEnough(found)) return found;
  }
  return '#000000';
}
