/**
 * The engine is used elsewhere too and speaks of itself as an engine. People know it by the product's name, and find
 * what it advises in a page.
 */
const WORDS: readonly (readonly [of: string, ours: string])[] = [
  ['this engine', 'Weft'],
  ['the starter model', "Weft's starter model"],
  ['Read it again; if it stays damaged, download', 'Reload the page; if it stays, download'],
];

/** A sentence of the engine's as the product says it. */
export function inProductWords(text: string): string {
  return WORDS.reduce((said, [of, ours]) => said.replaceAll(of, ours), text);
}
