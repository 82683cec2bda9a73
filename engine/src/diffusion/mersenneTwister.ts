/**
 * The Mersenne Twister mt19937 (Matsumoto and Nishimura 1998), as PyTorch's CPU generator and
 * C++'s std::mt19937 run it: 32-bit integers with a period of 2^19937 - 1.
 */

/** Words of state. */
export const STATE_TEXT = 624;
const SHIFT = 397;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;

/** A stream of 32-bit integers from a seed. */
export class MersenneTwister {
  /** The state; read it together with `position` to save the stream. */
  readonly words = new Uint32Array(STATE_TEXT);
  /** The next word to give out, 0 to 624; at 624 the state is renewed first. */
  position = STATE_TEXT;

  /** @param seed 0 to 2^32 - 1 */
  constructor(seed: number) {
    const { words } = this;
    words[0] = seed;
    for (let i = 1; i < STATE_TEXT; i++) {
      const before = words[i - 1] as number;
      words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  /** The next integer, 0 to 2^32 - 1. */
  next(): number {
    if (this.position === STATE_TEXT) this.renew();
    let y = this.words[this.position++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  private renew(): void {
    const { words } = this;
    for (let i = 0; i < STATE_TEXT; i++) {
      const y = ((words[i] as number) & UPPER_BIT) | ((words[(i + 1) % STATE_TEXT] as number) & LOWER_BITS);
      words[i] = (words[(i + SHIFT) % STATE_TEXT] as number) ^ (y >>> 1) ^ (y & 1 ? TWIST : 0);
    }
    this.position = 0;
  }
}
