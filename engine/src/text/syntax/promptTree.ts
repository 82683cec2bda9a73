/**
 * Prompts whose words change while a picture is drawn, as AUTOMATIC1111's web UI reads them: `[from:to:0.5]`, `[to:0.5]`,
 * `[from::0.5]` and `[one|other]`, each within another and within weights. What is no such thing stays as it is written.
 */

/** A stretch of a prompt: text, one that changes once, or one that changes with every step. */
export type PromptNode =
  | { kind: 'text'; text: string }
  | { kind: 'scheduled'; before: PromptNode[]; after: PromptNode[]; when: When }
  | { kind: 'alternating'; options: PromptNode[][] };

/** After which share of the steps (`0.5`), or after how many of them (`12`), the words change. */
export type When = { share: number } | { steps: number };

/** Brackets within brackets are read so far; deeper ones stay text, so that a hostile prompt can't exhaust the stack. */
const DEPTH = 32;
const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

/** The prompt in its stretches, in order. Never throws: brackets that don't close are text. */
export function readPrompt(prompt: string): PromptNode[] {
  return readWithin(prompt, 0);
}

function readWithin(prompt: string, depth: number): PromptNode[] {
  const closing = depth < DEPTH ? closingBrackets(prompt) : new Map<number, number>();
  const nodes: PromptNode[] = [];
  let text = '';
  for (let i = 0; i < prompt.length; i++) {
    const sign = prompt[i] as string;
    if (sign === '\\') {
      text += prompt.slice(i, i + 2);
      i++;
      continue;
    }
    const end = closing.get(i);
    const changing = end === undefined ? null : readBracket(prompt.slice(i + 1, end), depth + 1);
    if (end === undefined || changing === null) {
      text += sign;
      continue;
    }
    if (text !== '') nodes.push({ kind: 'text', text });
    text = '';
    nodes.push(changing);
    i = end;
  }
  if (text !== '') nodes.push({ kind: 'text', text });
  return nodes;
}

/** Where each square bracket that opens closes; those that don't are missing. */
function closingBrackets(prompt: string): Map<number, number> {
  const open: number[] = [];
  const closing = new Map<number, number>();
  for (let i = 0; i < prompt.length; i++) {
    if (prompt[i] === '\\') i++;
    else if (prompt[i] === '[') open.push(i);
    else if (prompt[i] === ']') {
      const start = open.pop();
      if (start !== undefined) closing.set(start, i);
    }
  }
  return closing;
}

/** What stands between square brackets; null where it is only a weight. */
function readBracket(inside: string, depth: number): PromptNode | null {
  const options = splitOutside(inside, '|');
  if (options.length > 1) {
    return { kind: 'alternating', options: options.map((option) => readWithin(option, depth)) };
  }
  const parts = splitOutside(inside, ':');
  const last = parts[parts.length - 1] ?? '';
  if (parts.length < 2 || parts.length > 3 || !NUMBER.test(last)) return null;
  const [before = '', after = ''] = parts.length === 3 ? parts : ['', ...parts];
  return {
    kind: 'scheduled',
    before: readWithin(before, depth),
    after: readWithin(after, depth),
    when: last.includes('.') ? { share: Number(last) } : { steps: Number(last) },
  };
}

/** The text between signs that stand in no brackets. */
function splitOutside(text: string, at: '|' | ':'): string[] {
  const parts: string[] = [];
  let start = 0;
  let open = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === '\\') i++;
    else if (sign === '[' || sign === '(') open++;
    else if (sign === ']' || sign === ')') open--;
    else if (sign === at && open === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
