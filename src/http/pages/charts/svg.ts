/** SVG written as text. Colours come from classes of the style sheet: pages take no style of their own. */

type Attributes = Readonly<Record<string, string | number>>;

/** A text as it stands inside an element or an attribute. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An element with what is inside it, which is SVG already. */
export function element(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return `<${name}${written.join('')}>${inside.join('')}</${name}>`;
}

/** An element with a text inside. */
export const text = (name: string, attributes: Attributes, words: string): string =>
  element(name, attributes, escaped(words));

/** A number as coordinates have it: to a tenth, which is finer than a screen. */
export const place = (value: number): number => Math.round(value * 10) / 10;

/** What a picture shows, for whoever does not see it. `id` is its own on the page. */
export interface Described {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** A whole picture with its title and description. */
export function picture(
  { id, title, description }: Described,
  { width, height, className }: { readonly width: number; readonly height: number; readonly className: string },
  ...inside: readonly string[]
): string {
  return element(
    'svg',
    {
      class: className,
      viewBox: `0 0 ${String(width)} ${String(height)}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
    },
    text('title', { id: `${id}-title` }, title),
    text('desc', { id: `${id}-description` }, description),
    ...inside,
  );
}
