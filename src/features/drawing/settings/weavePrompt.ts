/** Prompt parts put into a prompt, and the word that names its subject. */
import { SUBJECT_TOKEN } from './drawingDefaults.ts';
import { tidied } from './promptWords.ts';

/** Marks in a prompt where a part goes. */
export const MARK = '{}';

/** The subject's usual word, standing by itself. */
const SUBJECT = new RegExp(`(?<![\\p{L}\\p{N}])${SUBJECT_TOKEN}(?![\\p{L}\\p{N}])`, 'iu');

/**
 * The prompt with its parts: each takes the first mark that is free, or is put behind a comma at the end where there is
 * none. Parts that hold a mark themselves go first, so that the others find it. Marks that stay free are dropped.
 */
export function weavePrompt(prompt: string, parts: readonly string[]): string {
  if (parts.length === 0 && !prompt.includes(MARK)) return prompt;
  const outerFirst = [...parts].sort((a, b) => Number(b.includes(MARK)) - Number(a.includes(MARK)));
  // A function, since `$` has a meaning in replacement texts.
  const put = (text: string, part: string) =>
    text.includes(MARK) ? text.replace(MARK, () => part) : `${text}, ${part}`;
  return tidied(withoutMarks(outerFirst.reduce(put, prompt)));
}

/** Without those either that come about where others go, as in `{{}}`. */
function withoutMarks(prompt: string): string {
  let left = prompt;
  while (left.includes(MARK)) left = left.replaceAll(MARK, '');
  return left;
}

/** Whether a prompt names the subject by its usual word. */
export function namesSubject(prompt: string): boolean {
  return SUBJECT.test(prompt);
}

/** The prompt with another word for the subject; an empty one leaves nothing behind. */
export function nameSubject(prompt: string, word: string): string {
  return namesSubject(prompt) ? tidied(prompt.replace(new RegExp(SUBJECT, 'giu'), () => word)) : prompt;
}
