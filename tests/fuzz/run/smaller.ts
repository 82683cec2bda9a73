/** Makes an input smaller that fails in the same way: what is kept should show what is wrong, and nothing else. */
import type { Input } from '../target.ts';

/** Tries at most. */
const TRIES = 400;

const without = (input: Input, from: number, to: number): Input =>
  typeof input === 'string'
    ? input.slice(0, from) + input.slice(to)
    : Uint8Array.from([...input.subarray(0, from), ...input.subarray(to)]);

/** Takes pieces away, large ones first, as long as it still fails (after Zeller's ddmin). */
export async function smaller(input: Input, fails: (input: Input) => Promise<boolean>): Promise<Input> {
  let best = input;
  let tries = 0;
  for (
    let piece = Math.ceil(best.length / 2);
    piece >= 1 && tries < TRIES;
    piece = piece === 1 ? 0 : Math.ceil(piece / 2)
  ) {
    for (let from = 0; from < best.length && tries < TRIES; ) {
      tries++;
      const candidate = without(best, from, from + piece);
      if (await fails(candidate)) best = candidate;
      else from += piece;
    }
  }
  return best;
}
