/** Letters that no decomposition of Unicode makes plain, as people type them who have no such key. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** What people write before a name without its being part of it. */
const titles = /^(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|cllr|councillor|sir|dame|lady|lord)$/u;

/** The words of a name, without case, accents, apostrophes, dots, and a title before it. “Boateng, Grace” is turned round. */
function wordsOf(name: string): readonly string[] {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđðłþı]/gu, (letter) => plainLetters[letter] ?? letter);
  const [last = '', first, ...more] = plain.split(',');
  const turned = first === undefined || first.trim() === '' || more.length > 0 ? plain : `${first} ${last}`;
  const words = turned
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .split(/[\s-]+/u)
    .filter((word) => word !== '');
  const [title = '', ...rest] = words;
  return rest.length > 0 && titles.test(title) ? rest : words;
}

/**
 * Whether somebody typed their own name: the one that we know them by, whatever its case, spaces, hyphens, dots and accents. The first and
 * the last word of it are enough, so that a middle name may be left out or added.
 */
export function isNameOf(typed: string, known: string): boolean {
  const [one, other] = [wordsOf(typed), wordsOf(known)];
  if (one.length === 0) return false;
  if (one.join('') === other.join('')) return true;
  return one.length > 1 && other.length > 1 && one[0] === other[0] && one.at(-1) === other.at(-1);
}
