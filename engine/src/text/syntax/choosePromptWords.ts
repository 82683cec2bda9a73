/** Alternatives of which a seed chooses one: `a {red|blue} cloth`, each within another. */

/** The innermost braces that hold an alternative. */
const ALTERNATIVES = /(?<!\\)\{([^{}]*\|[^{}]*)\}/g;
/** Rounds of braces within braces; deeper ones stay as they are written. */
const DEPTH = 32;

/**
 * The prompt with one of each of its alternatives, all equally likely; the same seed chooses the same.
 * @param seed a whole number from 0; its lower 32 bits count
 */
export function choosePromptWords(prompt: string, seed: number): string {
  const next = randomIntegers(seed);
  let text = prompt;
  for (let depth = 0; depth < DEPTH; depth++) {
    const chosen = text.replace(ALTERNATIVES, (_, inside: string) => {
      const options = inside.split('|');
      return options[next() % options.length] ?? '';
    });
    if (chosen === text) break;
    text = chosen;
  }
  return text;
}

/** Whole numbers 0…2³²−1 that look random (SplitMix32, Steele et al. 2014, in its form for 32 bits). */
function randomIntegers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
