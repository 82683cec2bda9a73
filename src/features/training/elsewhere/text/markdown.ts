/** Texts in Markdown, which may be anybody's. */

/** A text within a line or a cell of a table: none of its signs mean anything. */
export function markdownText(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_{}[\]<>()#+!|~&-]/g, (sign) => `\\${sign}`);
}
