/** Alternatives of which a seed chooses one: `a {red|blue} cloth`, each within another. */

import { randomIntegers } from '../../diffusion/splitMix.ts';

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
