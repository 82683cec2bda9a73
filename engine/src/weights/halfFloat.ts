/**
 * Sixteen-bit floats (IEEE 754 binary16 and bfloat16) to and from float32.
 *
 * Checkpoints come in half precision, the processor computes in single precision; JavaScript has
 * no half type in every JavaScript engine, so the bit patterns are handled here.
 */

const HALF_PATTERNS = 1 << 16;

let halfTable: Float32Array | undefined;

/** The float32 bits of one binary16 bit pattern. */
function halfToSingleBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Subnormal: shift the leading one up to where float32 leaves it out.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** All 65,536 halves as float32 (256 KB), built at the first use: one load a value beats bit work. */
function tableOfHalves(): Float32Array {
  if (halfTable === undefined) {
    const bits = new Int32Array(HALF_PATTERNS);
    for (let half = 0; half < HALF_PATTERNS; half++) bits[half] = halfToSingleBits(half);
    halfTable = new Float32Array(bits.buffer);
  }
  return halfTable;
}

/**
 * Widens binary16 bit patterns to float32, exactly (infinities, NaN and subnormals included).
 * @param halves bit patterns, any length
 */
export function decodeHalf(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const table = tableOfHalves();
  const singles = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) singles[i] = table[halves[i] as number] as number;
  return singles;
}

/**
 * Widens bfloat16 bit patterns to float32, exactly: a bfloat16 is the upper half of a float32.
 * @param brains bit patterns, any length
 */
export function decodeBfloat16(brains: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(brains.length);
  for (let i = 0; i < brains.length; i++) bits[i] = (brains[i] as number) << 16;
  return new Float32Array(bits.buffer);
}

/** The binary16 pattern nearest to the float32 with these bits; ties go to the even one. */
function singleBitsToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 and more lies nearer to 65536 than to 65504, the largest half: it overflows.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    const rebased = magnitude - (112 << 23);
    const tie = (rebased >>> 13) & 1;
    return sign | ((rebased + 0xfff + tie) >>> 13);
  }
  // Below 2^-14 a half is subnormal: a whole number of 2^-24. Below 2^-25 it rounds to zero.
  if (magnitude < 0x33000000) return sign;
  const shift = 126 - (magnitude >>> 23);
  const significand = (magnitude & 0x7fffff) | 0x800000;
  const whole = significand >>> shift;
  const rest = significand & ((1 << shift) - 1);
  const halfway = 1 << (shift - 1);
  const roundUp = rest > halfway || (rest === halfway && (whole & 1) === 1);
  return sign | (whole + (roundUp ? 1 : 0));
}

/**
 * Narrows float32 values to binary16 bit patterns, rounding to the nearest, ties to even.
 * Magnitudes of 65520 and more become infinity, NaN stays NaN (quiet).
 */
export function encodeHalf(singles: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(singles.buffer, singles.byteOffset, singles.length);
  const halves = new Uint16Array(singles.length);
  for (let i = 0; i < singles.length; i++) halves[i] = singleBitsToHalf(bits[i] as number);
  return halves;
}
