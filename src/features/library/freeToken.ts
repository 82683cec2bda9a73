/** Tokens of words: each means one thing, so that no two words of the library have the same. */

/** The token itself where no word has it, else `<fabric-2>`, `<fabric-3>` …; letter case doesn't make a difference. */
export function freeToken(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((token) => token.toLowerCase()));
  if (!used.has(wanted.trim().toLowerCase())) return wanted;
  const [, base = wanted, end = ''] = /^(.*?)(?:-\d+)?(>?)$/u.exec(wanted.trim()) ?? [];
  let count = 2;
  while (used.has(`${base}-${count}${end}`.toLowerCase())) count += 1;
  return `${base}-${count}${end}`;
}
