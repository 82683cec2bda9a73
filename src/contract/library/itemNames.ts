/** Names of adapters and words, as they are typed, come in with files and are read back from storage. */

/** Characters of a name that is given here. */
const LONGEST_NAME = 80;
/** Characters of a name in storage: earlier versions took longer ones, which stay, as far as a card can show them. */
const LONGEST_KEPT = 200;

/** What is called so has no name of its own. */
export const UNNAMED = 'Unnamed';

/** What a name comes to: without white space around it and in lines, and not too long; null where nothing is left. */
export function tidyName(text: string, longest: number = LONGEST_NAME): string | null {
  const tidy = Array.from(
    text
      .slice(0, 4 * longest)
      .trim()
      .replace(/\s+/gu, ' '),
  )
    .slice(0, longest)
    .join('')
    .trim();
  return VISIBLE.test(tidy) ? tidy : null;
}

/** A name as storage has it. Nothing is lost for the sake of a name: what has none is called so. */
export function keptName(text: string): string {
  return tidyName(text, LONGEST_KEPT) ?? UNNAMED;
}

/** Anything but white space and signs that don't show. */
const VISIBLE = /[^\s\p{C}]/u;

/** Milliseconds from 1970, either way, that a date can have. */
const FURTHEST = 8.64e15;

/** A moment in milliseconds since 1970 where it is one, else null: dates beyond have no text. */
export function momentOf(time: number): number | null {
  return Math.abs(time) <= FURTHEST ? time : null;
}
