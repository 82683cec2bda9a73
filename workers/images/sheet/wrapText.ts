/** Breaks a line of words where it becomes too wide. */

/** The width of a text in pixels. */
export type Measure = (text: string) => number;

/** The most letters of a word that fit, one at least. */
function fitting(letters: readonly string[], width: number, measure: Measure): number {
  let count = 1;
  while (count < letters.length && measure(letters.slice(0, count + 1).join('')) <= width) count++;
  return count;
}

/** Lines no wider than `width`, broken at spaces, and inside words that are wider than a line. */
export function wrapText(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    let rest = [...word];
    while (measure(rest.join('')) > width && rest.length > 1) {
      const count = fitting(rest, width, measure);
      lines.push(rest.slice(0, count).join(''));
      rest = rest.slice(count);
    }
    line = rest.join('');
  }
  return line === '' ? lines : [...lines, line];
}
