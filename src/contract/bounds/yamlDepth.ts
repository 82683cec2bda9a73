/**
 * How deep a YAML text lies, seen in its tokens before anything is made of it. What composes its lists and tables calls
 * itself for each level: a few kilobytes of brackets or dashes end it, and where a pattern is first compiled that far down
 * the stack, V8 ends the whole process.
 */
import type { Lexer } from 'yaml';

/** Levels of brackets, dashes and keys on one line, and spaces before a line; the trainings' own have fewer than twenty. */
const MOST = 64;

/** What the lexer says before a text that is a scalar, whatever stands in it. */
const SCALAR = '\u001f';

const OPENED_BY = new Map([
  [']', '['],
  ['}', '{'],
]);

/**
 * Whether lists and tables lie deeper within each other than anybody writes them. May count too many levels where brackets
 * don't fit each other, never too few.
 */
export function isDeepYaml(text: string, lexer: Lexer): boolean {
  const brackets: string[] = [];
  /** Of the line: what begins a level where there are no brackets around it. */
  let levels = 0;
  let atStart = true;
  let isText = false;
  for (const token of lexer.lex(text)) {
    if (isText) {
      isText = false;
      continue;
    }
    if (token === SCALAR) isText = true;
    else if (token === '[' || token === '{') brackets.push(token);
    else if (brackets.length > 0 && brackets.at(-1) === OPENED_BY.get(token)) brackets.pop();
    else if (token === '\n' || token === '\r\n' || token === '') levels = 0;
    else if (brackets.length === 0 && ['-', '?', ':'].includes(token)) levels++;
    else if (brackets.length === 0 && atStart && token.startsWith(' ') && token.length > MOST) return true;
    atStart = token === '\n' || token === '\r\n';
    if (brackets.length > MOST || levels > MOST) return true;
  }
  return false;
}
