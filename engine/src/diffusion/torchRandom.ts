/**
 * Random numbers as PyTorch's CPU generator draws them, so that a seed means the same noise here
 * as in diffusers (ATen: CPUGeneratorImpl, TransformationHelper.h, DistributionsHelper.h and
 * cpu/DistributionTemplates.h). Every number is PyTorch's bit for bit where PyTorch takes its AVX2 kernels, as on any
 * x86 processor of the last ten years; on others PyTorch's own normals lie up to 2e-6 away from those.
 */
import * as z from 'zod';
import { DiffusionError } from './diffusionError.ts';
import { MersenneTwister, STATE_TEXT } from './mersenneTwister.ts';
import { log32, sinCos32 } from './singlePrecision.ts';

/** Everything that decides what a generator draws next; plain data that survives structured cloning. */
export interface TorchGeneratorState {
  /** The Mersenne twister's 624 words. */
  words: Uint32Array;
  /** How many of them are used up. */
  position: number;
  /** The second of a pair of normals, kept for the next small draw. */
  cachedNormal: number | null;
}

const StateSchema = z.object({
  words: z.instanceof(Uint32Array).refine((words) => words.length === STATE_TEXT),
  position: z.number().int().min(0).max(STATE_TEXT),
  cachedNormal: z.number().nullable(),
});

/** From this many numbers on PyTorch takes the block-wise normal transform. */
const BLOCK = 16;
const FLOAT_MANTISSA = 0xffffff;
const { fround } = Math;

/** A seeded stream of random numbers, as `torch.Generator('cpu').manual_seed(seed)`. */
export class TorchGenerator {
  private readonly engine: MersenneTwister;
  private cachedNormal: number | null = null;

  /**
   * @param seed whole number from 0; PyTorch, and so this generator, uses its lower 32 bits
   * @throws DiffusionError for a negative or fractional seed
   */
  constructor(seed: number | bigint) {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed)) throw badSeed(seed);
    if (seed < 0) throw badSeed(seed);
    this.engine = new MersenneTwister(Number(BigInt(seed) & 0xffffffffn));
  }

  /** The next 32-bit integer, 0 to 2^32 - 1. */
  random(): number {
    return this.engine.next();
  }

  /**
   * Standard normal numbers, as `torch.randn(size)` in float32. Below 16 numbers, a different
   * transform is used than from 16 on; both are PyTorch's.
   */
  randn(size: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(size);
    if (size < BLOCK) {
      for (let i = 0; i < size; i++) values[i] = this.normal();
      return values;
    }
    for (let i = 0; i < size; i++) values[i] = this.uniformFloat();
    for (let start = 0; start + BLOCK <= size; start += BLOCK) normalBlock(values, start);
    if (size % BLOCK !== 0) {
      // The last 16 are drawn anew, over the numbers that the blocks before left there.
      const start = size - BLOCK;
      for (let i = start; i < size; i++) values[i] = this.uniformFloat();
      normalBlock(values, start);
    }
    return values;
  }

  /** Uniform numbers in [from, to), as `torch.empty(size).uniform_(from, to)` in float32. */
  uniform(size: number, from = 0, to = 1): Float32Array<ArrayBuffer> {
    const low = fround(from);
    const range = fround(fround(to) - low);
    // One rounding for product and sum: PyTorch's compilers fuse them.
    return Float32Array.from({ length: size }, () => this.uniformFloat() * range + low);
  }

  /**
   * A whole number from 0 to `high - 1`, as one element of `torch.randint(high, …)`.
   * @param high 1 to 2^28 - 1; from 2^28 on PyTorch takes two draws a number
   * @throws DiffusionError when `high` is out of range
   */
  randint(high: number): number {
    if (!Number.isInteger(high) || high < 1 || high >= 2 ** 28) {
      throw new DiffusionError(`Can't draw whole numbers below ${high}.`, 'Ask for a bound from 1 to 2^28 - 1.');
    }
    return this.random() % high;
  }

  /** The state, as a copy that later draws leave alone. */
  getState(): TorchGeneratorState {
    return { words: this.engine.words.slice(), position: this.engine.position, cachedNormal: this.cachedNormal };
  }

  /**
   * Continues where `getState` was called.
   * @throws DiffusionError when the state is damaged; the generator is then unchanged
   */
  setState(state: TorchGeneratorState): void {
    const parsed = StateSchema.safeParse(state);
    if (!parsed.success) {
      throw new DiffusionError(
        'The saved state of the random numbers is damaged.',
        'Start the run again from its first step.',
      );
    }
    this.engine.words.set(parsed.data.words);
    this.engine.position = parsed.data.position;
    this.cachedNormal = parsed.data.cachedNormal;
  }

  /** [0, 1) in steps of 2^-24. */
  private uniformFloat(): number {
    return (this.random() & FLOAT_MANTISSA) * 2 ** -24;
  }

  /** [0, 1) in steps of 2^-53; the first draw gives the upper bits. */
  private uniformDouble(): number {
    const upper = this.random() & 0x1fffff;
    return (upper * 2 ** 32 + this.random()) * 2 ** -53;
  }

  /** One normal in double precision; they are made in pairs and the second waits for the next call. */
  private normal(): number {
    if (this.cachedNormal !== null) {
      const cached = this.cachedNormal;
      this.cachedNormal = null;
      return cached;
    }
    const u1 = this.uniformDouble();
    const u2 = this.uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-u2));
    const theta = 2 * Math.PI * u1;
    this.cachedNormal = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  }
}

const TWO_PI = fround(2 * Math.PI);

/** Box-Muller over 16 uniforms in place, in float32 arithmetic: the first 8 give radii, the last 8 angles. */
function normalBlock(values: Float32Array, start: number): void {
  for (let j = start; j < start + BLOCK / 2; j++) {
    const u1 = fround(1 - (values[j] as number)); // (0, 1]: its logarithm is finite
    const u2 = values[j + BLOCK / 2] as number;
    const radius = fround(Math.sqrt(-2 * log32(u1)));
    const [sin, cos] = sinCos32(fround(TWO_PI * u2));
    values[j] = radius * cos;
    values[j + BLOCK / 2] = radius * sin;
  }
}

function badSeed(seed: number | bigint): DiffusionError {
  return new DiffusionError(`${seed} can't be a seed.`, 'Use a whole number from 0 to 4294967295.');
}
