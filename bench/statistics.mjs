/** What is said of a row of measurements. */

/** @param {readonly number[]} values */
export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  return { median: at(sorted.length >> 1), min: at(0), max: at(sorted.length - 1), count: sorted.length };
}

/** A table in Markdown. @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
export function markdownTable(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three significant figures. @param {number} value */
export const figure = (value) => value.toPrecision(3);
