/** A short name for long data: the same bytes give the same one, others hardly ever. Not a safeguard against forgery. */
import { DTYPE_BYTES, elementCount, type StoredTensors } from './weightFile.ts';

/** Offset basis and prime of 32-bit FNV-1a (Fowler, Noll and Vo, RFC 9923), and a second pair for another 32 bits. */
const STREAMS = [
  { start: 0x811c9dc5, factor: 0x01000193 },
  { start: 0x9e3779b9, factor: 0x85ebca6b },
] as const;

/**
 * Sixteen hexadecimal digits that stand for these bytes in this order; where one part ends counts too. Two hashes of FNV-1a
 * (RFC 9923); not a safeguard against forgery.
 * @param parts bytes, or text that is taken as UTF-8
 */
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

/**
 * The fingerprint of a net's weights, from its tensors' names and shapes and the first bytes of each: what is read of
 * a file of gigabytes is some kilobytes.
 */
export async function weightFingerprint(tensors: StoredTensors): Promise<string> {
  const names = [...tensors.keys()].sort();
  const parts = await Promise.all(
    names.map(async (name): Promise<(string | Uint8Array)[]> => {
      const tensor = tensors.get(name);
      if (!tensor) return [];
      const { dtype, shape, source, offset } = tensor;
      const length = Math.min(SAMPLED_BYTES, elementCount(shape) * DTYPE_BYTES[dtype]);
      return [`${name} ${dtype} [${shape}]`, await source.read(offset, length)];
    }),
  );
  return fingerprint(parts.flat());
}
