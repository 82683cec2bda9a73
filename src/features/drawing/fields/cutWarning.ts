/** What is said of a prompt that is longer than the text encoder takes. */
import type { PromptCheck } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { wordsOf } from '../settings/promptWords.ts';

/**
 * Null where all of it is read.
 * @param subject the prompt, and the subject's word, which may stand in the part that is not
 */
export function cutWarning(
  check: PromptCheck | null,
  subject: { prompt: string; word: string | null } | null = null,
): string | null {
  if (!check || check.cutText === '') return null;
  const cut = t('The model reads {most} tokens at most; “{cut}” is cut off.', {
    most: check.maxTokens - 2,
    cut: check.cutText.trim(),
  });
  if (!subject || subject.word === null) return cut;
  const { prompt, word } = subject;
  const says = (text: string) => wordsOf(text).includes(word.toLowerCase());
  const read = prompt.slice(0, prompt.length - check.cutText.length);
  return says(prompt) && !says(read)
    ? t('{cut} The word {word} stands in that part: nothing is learnt of it.', { cut, word })
    : cut;
}
