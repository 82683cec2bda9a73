/**
 * JSON of strangers, parsed where it is not deep. A few kilobytes of brackets lie tens of thousands of levels within each
 * other, and whatever walks them by calling itself, a schema, a writer, `String`, runs out of stack.
 */

/** How far lists and tables may lie within each other. The files of models, adapters and hubs have fewer than ten. */
export const DEEPEST_JSON = 100;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_TABLE, CLOSE_TABLE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * What `JSON.parse` gives.
 * @param deepest levels at most
 * @throws SyntaxError where it is no JSON, or deeper than that: seen in the text, before anything is made of it
 */
export function parseShallowJson(text: string, deepest = DEEPEST_JSON): unknown {
  requireShallow(text, deepest);
  return JSON.parse(text);
}

/** @throws SyntaxError where brackets outside of strings lie deeper than that within each other */
export function requireShallow(text: string, deepest = DEEPEST_JSON): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) at = endOfString(text, at);
    else if (letter === CLOSE_LIST || letter === CLOSE_TABLE) depth--;
    else if ((letter === OPEN_LIST || letter === OPEN_TABLE) && ++depth > deepest) {
      throw new SyntaxError(`lists and tables lie more than ${deepest} deep within each other`);
    }
  }
}

/** The place of the quote that ends a string; the text's end where there is none. */
function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) return at;
    if (letter === BACKSLASH) at++;
  }
  return text.length;
}
