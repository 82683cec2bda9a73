/** A short name for long data: the same bytes give the same one, others hardly ever. Not a safeguard against forgery. */

/** Offset basis and prime of 32-bit FNV-1a (Fowler, Noll and Vo, RFC 9923), and a second pair for another 32 bits. */
const STREAMS = [
  { start: 0x811c9dc5, factor: 0x01000193 },
  { start: 0x9e3779b9, factor: 0x85ebca6b },
] as const;

/** Sixteen hexadecimal digits that stand for these bytes in this order; where one part ends counts too. */
export function fingerprint(parts: Iterable<Uint8Array | string>): string {
  const text = new TextEncoder();
  const [first, second] = STREAMS;
  let a: number = first.start;
  let b: number = second.start;
  for (const part of parts) {
    const bytes = typeof part === 'string' ? text.encode(part) : part;
    for (const byte of bytes) {
      a = Math.imul(a ^ byte, first.factor);
      b = Math.imul(b ^ byte, second.factor);
    }
    // Two parts and one part that is both of them differ by their lengths.
    a = Math.imul(a ^ bytes.length, first.factor);
    b = Math.imul(b ^ bytes.length, second.factor);
  }
  return [a, b].map((hash) => (hash >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Bytes of each tensor that count: enough that a model which was trained further has another fingerprint. */
const SAMPLED_BYTES = 64;

/** The fingerprint of a weight file, from its tensors' names and shapes and the first bytes of each. */
export function weightFingerprint(
  tensors: ReadonlyMap<string, { dtype: string; shape: readonly number[]; bytes: Uint8Array }>,
): string {
  const names = [...tensors.keys()].sort();
  return fingerprint(
    names.flatMap((name) => {
      const tensor = tensors.get(name);
      return tensor ? [`${name} ${tensor.dtype} [${tensor.shape}]`, tensor.bytes.subarray(0, SAMPLED_BYTES)] : [];
    }),
  );
}
