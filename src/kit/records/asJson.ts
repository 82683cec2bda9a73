/** Anything that storage can hold as JSON, so that a person can take it away: damaged records above all. */

/** Bytes that are turned into text at once: the arguments of a call are bounded. */
const PIECE = 0x8000;

/** Tables and lists within each other that are written; no record of the studio's has more than a few. */
const DEEPEST = 500;

/**
 * A text of JSON. What JSON has no form for is written as a table with one entry that says what it was: bytes and arrays of
 * numbers as `{"$Float32Array": "<base64>"}`, files as their bytes, numbers such as NaN by their names, and what lies
 * deeper than could be written as `{"$Deeper": ""}`.
 */
export async function asJson(value: unknown): Promise<string> {
  return JSON.stringify(await plain(value, new Set()), null, 2) ?? 'null';
}

/** @param above the tables and lists around the value */
async function plain(value: unknown, above: Set<object>): Promise<unknown> {
  if (typeof value === 'bigint') return { $BigInt: String(value) };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $Number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return { $Circle: '' };
  if (above.size >= DEEPEST) return { $Deeper: '' };
  above.add(value);
  try {
    return await table(value, above);
  } finally {
    above.delete(value);
  }
}

async function table(value: object, above: Set<object>): Promise<unknown> {
  if (value instanceof ArrayBuffer) return { $ArrayBuffer: base64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    const kind = `$${value.constructor.name}`;
    return { [kind]: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  }
  if (value instanceof Blob) return { $Blob: base64(new Uint8Array(await value.arrayBuffer())) };
  if (value instanceof Date) return { $Date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof Map) return { $Map: await each([...value], above) };
  if (value instanceof Set) return { $Set: await each([...value], above) };
  if (Array.isArray(value)) return each(value, above);
  const keys = Object.keys(value);
  const inner = await each(Object.values(value), above);
  return Object.fromEntries(keys.map((key, at) => [key, inner[at]]));
}

/** One after the other: `above` is that of one value at a time. */
async function each(list: readonly unknown[], above: Set<object>): Promise<unknown[]> {
  const written: unknown[] = [];
  for (const inner of list) written.push(await plain(inner, above));
  return written;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}
