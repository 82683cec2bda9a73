/**
 * What storage holds beside JSON (arrays of numbers, bytes), written as JSON so that records can be changed like it:
 * `{"$Float32Array": [1, 2]}`. As `asJson` writes them for people, but readable.
 */

const ARRAYS = { Float32Array, Uint32Array, Uint8Array, Uint8ClampedArray } as const;

/** Numbers of one array at most, since an input may ask for any length. */
const MOST = 4096;

/** JSON out of a record. */
export function written(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record, (_, value: unknown) => (isStored(value) ? named(value) : value)));
}

const isStored = (value: unknown): value is ArrayBuffer | ArrayLike<number> =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value);

function named(value: ArrayBuffer | ArrayLike<number>): unknown {
  if (value instanceof ArrayBuffer) return { $ArrayBuffer: [...new Uint8Array(value)] };
  return { [`$${value.constructor.name}`]: Array.from(value) };
}

/** The record that a text of JSON stands for; undefined where it is none. */
export function storedFrom(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return revived(value, 0);
}

function revived(value: unknown, depth: number): unknown {
  // Deeper ones than storage takes: as they are.
  if (typeof value !== 'object' || value === null || depth > 500) return value;
  if (Array.isArray(value)) return value.map((inner) => revived(inner, depth + 1));
  const entries = Object.entries(value);
  const [key = '', list] = entries[0] ?? [];
  if (entries.length === 1 && key.startsWith('$') && Array.isArray(list)) {
    const numbers = list.slice(0, MOST).map((number) => (typeof number === 'number' ? number : Number.NaN));
    if (key === '$ArrayBuffer') return Uint8Array.from(numbers).buffer;
    const name = key.slice(1);
    if (Object.hasOwn(ARRAYS, name)) return ARRAYS[name as keyof typeof ARRAYS].from(numbers);
  }
  return Object.fromEntries(entries.map(([name, inner]) => [name, revived(inner, depth + 1)]));
}
