/**
 * CLIP's vocabulary out of its merges alone, as OpenAI's `simple_tokenizer.py` builds it: every byte, every byte at the
 * end of a word, what each merge makes, and the two tokens that frame a prompt.
 */

const END_OF_WORD = '</w>';
const FRAME = ['<|startoftext|>', '<|endoftext|>'] as const;

/** Bytes whose own characters are visible; the others are written as characters from U+0100 on. */
const VISIBLE: readonly (readonly [number, number])[] = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
];

/** Ids by token. @param merges the text of `merges.txt`: a pair a line, after a line that names the version */
export function clipVocabulary(merges: string): Record<string, number> {
  const bytes = byteCharacters();
  const made = merges
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => line.replace(' ', ''));
  const tokens = [...bytes, ...bytes.map((character) => character + END_OF_WORD), ...made, ...FRAME];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

/** A character for each byte, visible ones first. */
function byteCharacters(): string[] {
  const visible = VISIBLE.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
  const characters = visible.map((byte) => String.fromCharCode(byte));
  for (let byte = 0, next = 0x100; byte < 0x100; byte++) {
    if (!visible.includes(byte)) characters.push(String.fromCharCode(next++));
  }
  return characters;
}
