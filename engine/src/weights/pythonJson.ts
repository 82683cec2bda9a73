/**
 * JSON as Python's `json` module writes it: with `NaN`, `Infinity` and `-Infinity` where JSON has no number, and now and
 * then a byte order mark in front. diffusers' schedulers and transformers' configs hold such.
 */

/** Bare words of Python between the strings of a JSON text; a string without an end goes to the end, and is read once. */
const TOKENS = /"(?:[^"\\]+|\\.)*(?:"|\\?$)|-?Infinity|NaN/gs;

/**
 * The value of a text; the three words become what JavaScript calls the same.
 * @throws SyntaxError where it is no JSON
 */
export function parsePythonJson(text: string): unknown {
  const bare = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(bare);
  } catch (error) {
    const numbers: number[] = [];
    const mark = unusedMark(bare);
    const quoted = bare.replace(TOKENS, (token) => {
      if (token.startsWith('"')) return token;
      numbers.push(Number(token));
      return `"${mark}${numbers.length - 1}"`;
    });
    if (numbers.length === 0) throw error;
    return JSON.parse(quoted, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(mark) ? numbers[Number(value.slice(mark.length))] : value,
    );
  }
}

/** A beginning of a string that the text has nowhere. */
function unusedMark(text: string): string {
  let longest = 0;
  for (const [run] of text.matchAll(/"#*/g)) longest = Math.max(longest, run.length);
  return '#'.repeat(longest);
}
