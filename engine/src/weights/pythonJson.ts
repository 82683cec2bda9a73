/**
 * JSON as Python's `json` module writes it: with `NaN`, `Infinity` and `-Infinity` where JSON has no number, and now and
 * then a byte order mark in front. diffusers' schedulers and transformers' configs hold such.
 */
import { requireShallow } from './shallowJson.ts';

/** Bare words of Python between the strings of a JSON text; a string without an end goes to the end, and is read once. */
const TOKENS = /"(?:[^"\\]+|\\.)*(?:"|\\?$)|-?Infinity|NaN/gs;

/**
 * The value of a text; the three words become what JavaScript calls the same.
 * @throws SyntaxError where it is no JSON, or deeper than `DEEPEST_JSON`
 */
export function parsePythonJson(text: string): unknown {
  const bare = text.replace(/^\uFEFF/, '');
  requireShallow(bare);
  try {
    return JSON.parse(bare);
  } catch (error) {
    const mark = unusedText(bare);
    let words = 0;
    let marks = 0;
    const quoted = bare.replace(TOKENS, (token) => {
      if (token.startsWith('"')) return token;
      words++;
      // JavaScript reads a number beyond all bounds as what it would be; for the one that is none a text holds its place.
      if (token !== 'NaN') return token === 'Infinity' ? '1e999' : '-1e999';
      marks++;
      return `"${mark}"`;
    });
    if (words === 0) throw error;
    const read: unknown = JSON.parse(quoted);
    return marks === 0 ? read : withNaN(read, mark);
  }
}

/** A text that no string of a JSON text is, however it may be written there. */
function unusedText(json: string): string {
  const taken = new Set<string>();
  for (const [token] of json.matchAll(TOKENS)) {
    // Of others it is plain that they are no such text.
    if (token.startsWith('"') && token.length < 100 && /NaN|\\u/.test(token)) taken.add(decoded(token));
  }
  let count = 0;
  while (taken.has(`NaN ${count}`)) count++;
  return `NaN ${count}`;
}

function decoded(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return '';
  }
}

/** The value with NaN in the places of a text; one table or list after the other, since they may lie deep. */
function withNaN(value: unknown, mark: string): unknown {
  if (value === mark) return Number.NaN;
  const left: unknown[] = [value];
  for (let table = left.pop(); table !== undefined; table = left.pop()) {
    if (typeof table !== 'object' || table === null) continue;
    const entries = table as Record<string, unknown>;
    for (const key of Object.keys(entries)) {
      const inner = entries[key];
      if (typeof inner === 'object' && inner !== null) left.push(inner);
      else if (inner === mark) set(entries, key, Number.NaN);
    }
  }
  return value;
}

/** As JSON sets it: `__proto__` is a key like any other. */
function set(table: object, key: string, value: unknown): void {
  Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
}
