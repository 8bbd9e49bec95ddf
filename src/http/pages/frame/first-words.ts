/** The first line of what somebody wrote, cut between words to so many characters, for a heading or a choice: what was cut off is told by `…`. */
export function firstWords(text: string, atMost = 80): string {
  const [line = ''] = text.trim().split(/\s*\n/);
  const isWhole = line === text.trim();
  if (line.length <= atMost) return isWhole ? line : `${line} …`;
  const cut = line.slice(0, atMost + 1);
  const end = cut.lastIndexOf(' ');
  return `${(end > 0 ? cut.slice(0, end) : cut.slice(0, atMost)).replace(/[\s,;:.–-]+$/, '')} …`;
}
