/**
 * A record of any store as JSON, with its bytes apart. What JSON has no form for stands in a table with one key that begins
 * with `$`: `{"$part": 0, "as": "Blob"}` for bytes, `{"$number": "NaN"}`, and `{"$table": [[key, value]]}` for a table that
 * has such a key of its own.
 */
import type * as z from 'zod';

type Json = z.core.util.JSONType;

/** What bytes are in a record; numbers are little-endian. */
const ARRAYS = { Float32Array, Uint32Array, Uint8Array, Uint8ClampedArray } as const;

export interface SplitRecord {
  value: Json;
  /** The bytes of each part, and the field in which it stood. */
  parts: { field: string; content: Blob }[];
}

/** Tables and lists within each other that are written; no record of the studio's has more than a few. */
const DEEPEST = 60;

export function splitRecord(record: unknown): SplitRecord {
  const parts: SplitRecord['parts'] = [];
  const part = (field: string, as: string, content: Blob): Json => {
    parts.push({ field, content });
    return { $part: parts.length - 1, as, ...(as === 'Blob' && { type: content.type }) };
  };
  const plain = (value: unknown, field: string, depth: number): Json => {
    if (depth > DEEPEST) throw new Error('a record is deeper than any that is kept');
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
    if (value instanceof Blob) return part(field, 'Blob', value);
    if (value instanceof ArrayBuffer) return part(field, 'ArrayBuffer', new Blob([value]));
    if (ArrayBuffer.isView(value))
      return part(field, value.constructor.name, new Blob([value as Uint8Array<ArrayBuffer>]));
    if (Array.isArray(value)) return value.map((each) => plain(each, field, depth + 1));
    if (typeof value !== 'object') return null;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const inner = entries.map(([key, each]): [string, Json] => [key, plain(each, key, depth + 1)]);
    return inner.some(([key]) => key.startsWith('$')) ? { $table: inner } : Object.fromEntries(inner);
  };
  return { value: plain(record, 'record', 0), parts };
}

/** @throws Error where it names bytes that are not there, or are no such numbers */
export async function joinRecord(value: Json, parts: readonly Blob[]): Promise<unknown> {
  const whole = async (json: Json | undefined): Promise<unknown> => {
    if (Array.isArray(json)) return Promise.all(json.map(whole));
    if (typeof json !== 'object' || json === null) return json;
    const { $part, $number, $table, as, type } = json;
    if (typeof $part === 'number') return bytesAs(String(as), parts[$part], type);
    if (typeof $number === 'string') return Number($number);
    const entries = Array.isArray($table) ? ($table as [string, Json][]) : Object.entries(json);
    return Object.fromEntries(
      await Promise.all(
        entries.map(async ([key, inner]): Promise<[string, unknown]> => [String(key), await whole(inner)]),
      ),
    );
  };
  return whole(value);
}

async function bytesAs(as: string, content: Blob | undefined, type: Json | undefined): Promise<unknown> {
  if (!content) throw new Error('bytes are missing');
  if (as === 'Blob') return content.slice(0, content.size, typeof type === 'string' ? type : '');
  const bytes = await content.arrayBuffer();
  if (as === 'ArrayBuffer') return bytes;
  if (!Object.hasOwn(ARRAYS, as)) throw new Error('bytes of no known kind');
  return new ARRAYS[as as keyof typeof ARRAYS](bytes);
}
