/** Anything that storage can hold as JSON, so that a person can take it away: damaged records above all. */

/** Bytes that are turned into text at once: the arguments of a call are bounded. */
const PIECE = 0x8000;

/**
 * A text of JSON. What JSON has no form for is written as a table with one entry that says what it was: bytes and arrays of
 * numbers as `{"$Float32Array": "<base64>"}`, files as their bytes, and numbers such as NaN by their names.
 */
export async function asJson(value: unknown): Promise<string> {
  return JSON.stringify(await plain(value, new Set()), null, 2) ?? 'null';
}

async function plain(value: unknown, above: ReadonlySet<object>): Promise<unknown> {
  if (typeof value === 'bigint') return { $BigInt: String(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $Number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return { $Circle: '' };
  const within = new Set(above).add(value);
  if (value instanceof ArrayBuffer) return { $ArrayBuffer: base64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    const kind = `$${value.constructor.name}`;
    return { [kind]: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  }
  if (value instanceof Blob) return { $Blob: base64(new Uint8Array(await value.arrayBuffer())) };
  if (value instanceof Date) return { $Date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof Map) return { $Map: await each([...value], within) };
  if (value instanceof Set) return { $Set: await each([...value], within) };
  if (Array.isArray(value)) return each(value, within);
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await plain(inner, within)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function each(list: readonly unknown[], within: ReadonlySet<object>): Promise<unknown[]> {
  return Promise.all(list.map((inner) => plain(inner, within)));
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}
