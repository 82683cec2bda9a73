/**
 * Weights in a prompt, as AUTOMATIC1111's web UI reads them: `(a)` counts 1.1 times, `[a]` as much less, `(a:1.3)` as
 * told; brackets within brackets multiply. `\(` is a bracket as it is, `BREAK` begins a new chunk.
 */

/** A stretch of a prompt that counts `weight` times; null begins a new chunk. */
export type WeightedText = { text: string; weight: number } | null;

const ROUND = 1.1;
const SQUARE = 1 / 1.1;

/** An escaped sign, a bracket, a weight with its closing bracket, text, or a colon alone. */
const PART = /\\[()[\]\\]|\\|\(|\[|:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)|\)|\]|[^\\()[\]:]+|:/gu;
const BREAK = /\s*(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])\s*/u;

/**
 * The prompt's stretches in order; neighbours of one weight are one. Brackets that don't close count to the end.
 */
export function readEmphasis(prompt: string): WeightedText[] {
  const parts: WeightedText[] = [];
  const round: number[] = [];
  const square: number[] = [];
  const multiply = (from: number, factor: number) => {
    for (const part of parts.slice(from)) if (part) part.weight *= factor;
  };
  for (const [sign, weight] of prompt.matchAll(PART)) {
    if (sign.length > 1 && sign.startsWith('\\')) parts.push({ text: sign.slice(1), weight: 1 });
    else if (sign === '(') round.push(parts.length);
    else if (sign === '[') square.push(parts.length);
    else if (weight !== undefined && round.length > 0) {
      multiply(round.pop() ?? 0, Number(weight));
    } else if (sign === ')' && round.length > 0) multiply(round.pop() ?? 0, ROUND);
    else if (sign === ']' && square.length > 0) multiply(square.pop() ?? 0, SQUARE);
    else {
      for (const [i, text] of sign.split(BREAK).entries()) {
        if (i > 0) parts.push(null);
        parts.push({ text, weight: 1 });
      }
    }
  }
  for (const from of round) multiply(from, ROUND);
  for (const from of square) multiply(from, SQUARE);
  return joined(parts);
}

/** With neighbours of one weight as one; at least one stretch, if an empty one. */
function joined(parts: readonly WeightedText[]): WeightedText[] {
  const result: WeightedText[] = [];
  for (const part of parts) {
    const last = result[result.length - 1];
    if (part && last && last.weight === part.weight) last.text += part.text;
    else result.push(part && { ...part });
  }
  return result.length === 0 ? [{ text: '', weight: 1 }] : result;
}
