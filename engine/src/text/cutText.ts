/** Finds which end of a prompt is too much for the text encoder. */
import { type Placeholder, splitAtPlaceholders } from './placeholders.ts';

/** Words, digits and runs of signs: where CLIP's tokenizer separates text, so that whole tokens lie within one. */
const PIECE = /\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu;

/**
 * The end of `prompt` that is ignored, from the first word that doesn't fit whole. Only of a word that
 * is too long by itself (a text written without spaces, say) the beginning counts as read.
 * @param prompt one that doesn't fit
 * @param fits whether a beginning of the prompt does
 * @param placeholders words that are not taken apart
 */
export function cutTextOf(
  prompt: string,
  fits: (part: string) => boolean,
  placeholders: readonly Placeholder[] = [],
): string {
  const pieces = splitAtPlaceholders(prompt, placeholders).flatMap((part) =>
    part.placeholder
      ? [part]
      : Array.from(part.text.matchAll(PIECE), ({ 0: text, index }) => ({ text, index: part.index + index })),
  );
  const ends = pieces.map(({ text, index }) => index + text.length);
  const kept = countFitting(ends, (end) => fits(prompt.slice(0, end)));
  let end = ends[kept - 1] ?? 0;

  const firstCut = pieces[kept];
  if (firstCut !== undefined && !fits(firstCut.text)) {
    const letterEnds: number[] = [];
    let letterEnd = firstCut.index;
    for (const letter of firstCut.text) {
      letterEnd += letter.length;
      letterEnds.push(letterEnd);
    }
    end = letterEnds[countFitting(letterEnds, (candidate) => fits(prompt.slice(0, candidate))) - 1] ?? end;
  }
  return prompt.slice(end).trimStart();
}

/** How many of the rising `ends` fit, by bisection. */
function countFitting(ends: readonly number[], fits: (end: number) => boolean): number {
  let fitting = 0;
  let tooMany = ends.length;
  while (fitting < tooMany) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(ends[middle] as number)) fitting = middle + 1;
    else tooMany = middle;
  }
  return fitting;
}
