/**
 * Logarithm, sine and cosine in float32 as PyTorch's AVX2 kernels compute them: the polynomials of Moshier's Cephes
 * library (logf, sinf, cosf), with a product and a sum fused where PyTorch's compiler fuses them. Every step rounds
 * to float32, so that the last bit comes out the same.
 */

const { fround } = Math;

/** a·b + c with one rounding. The product of two float32 is exact in double precision. */
const fused = (a: number, b: number, c: number) => fround(a * b + c);

const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);

const SQRT_HALF = fround(Math.SQRT1_2);
/** ln 2 in two parts, the first of few bits, so that its multiples are exact. */
const LN2_HIGH = fround(0.693359375);
const LN2_LOW = fround(-2.1219444e-4);

const FOUR_OVER_PI = fround(4 / Math.PI);
/** −π/4 in three parts, for the same reason. */
const MINUS_QUARTER_PI = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(fround);

/** The polynomial whose first coefficient is that of the highest power (Horner). */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => fused(sum, x, coefficient));
}

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/** Natural logarithm. @param value float32, normal and more than 0 */
export function log32(value: number): number {
  float[0] = value;
  const pattern = bits[0] as number;
  // value = mantissa·2^exponent with a mantissa in [1/2, 1), then in [√½, √2).
  let exponent = (pattern >> 23) - 126;
  bits[0] = (pattern & 0x007fffff) | 0x3f000000;
  let x = float[0] as number;
  if (x < SQRT_HALF) {
    exponent -= 1;
    x = fround(fround(x - 1) + x);
  } else {
    x = fround(x - 1);
  }
  const square = fround(x * x);
  const tail = fused(fround(polynomial(LOG, x) * x), square, fround(exponent * LN2_LOW));
  return fused(exponent, LN2_HIGH, fround(x + fround(tail - square * 0.5)));
}

/** Sine and cosine. @param angle float32, from 0 to 8192 radians */
export function sinCos32(angle: number): [sin: number, cos: number] {
  // The even number of eighths of a turn that the angle is nearest to, and what is left over.
  const octant = (Math.trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1;
  const x = MINUS_QUARTER_PI.reduce((rest, part) => fused(octant, part, rest), angle);
  const square = fround(x * x);
  const cosine = fround(fused(fround(polynomial(COS, square) * square), square, -square * 0.5) + 1);
  const sine = fused(fround(polynomial(SIN, square) * square), x, x);
  switch (octant & 6) {
    case 0:
      return [sine, cosine];
    case 2:
      return [cosine, -sine];
    case 4:
      return [-sine, -cosine];
    default:
      return [-cosine, sine];
  }
}
