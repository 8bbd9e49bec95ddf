/** A purchase of a list, as far as it tells one from another. */
interface Line {
  readonly what: string;
  /** The grant and the client, as far as whoever reads may know them. */
  readonly which: string;
  readonly price: string;
  readonly on: string;
}

const whose = ({ which }: Line): string => which;
const withPriceAndDay = ({ which, price, on }: Line): string =>
  [which, price, on].filter((part) => part !== '').join(', ');

/**
 * What the link to each purchase of a list is called besides its service, so that no two links of one page are read out alike: whose it is;
 * where others of that service are for the same, its price and day too; and where these are the same as well, the how-manieth it is.
 */
export function named<One extends Line>(lines: readonly One[]): readonly (One & { readonly name: string })[] {
  return lines.map((line) => {
    const alike = (way: (one: Line) => string) =>
      lines.filter((other) => other.what === line.what && way(other) === way(line));
    if (alike(whose).length === 1) return { ...line, name: whose(line) };
    const same = alike(withPriceAndDay);
    const name = withPriceAndDay(line);
    return { ...line, name: same.length === 1 ? name : `${name}, ${String(same.indexOf(line) + 1)}` };
  });
}
